"""The addresses of the pages of people; ``pages.urls`` takes them in."""

from django.urls import path

from . import account, events, invitation, language, members, reset, workspaces

WORKSPACE = "workspaces/<str:workspace_id>/"
PEOPLE = f"{WORKSPACE}people/"

urlpatterns = [
    path("i18n/setlang/", language.choose, name="set_language"),
    path("invitations/<str:signed>/", invitation.invitation, name="invitation"),
    path("new-workspace/", workspaces.make, name="new-workspace"),
    path("account/", account.profile, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/revoke/", account.revoke, name="revoke-own-token"),
    path("account/reset/", reset.Ask.as_view(), name="reset"),
    path("account/reset/<str:uidb64>/<str:token>/", reset.Renew.as_view(), name="renew"),
    path(PEOPLE, members.members, name="people"),
    path(f"{PEOPLE}<int:member_id>/role/", members.change_role, name="member-role"),
    path(f"{PEOPLE}<int:member_id>/remove/", members.remove, name="remove-member"),
    path(
        f"{PEOPLE}invitations/<slug:invitation_id>/revoke/",
        members.revoke_invitation,
        name="revoke-invitation",
    ),
    path(f"{PEOPLE}tokens/<int:token_id>/revoke/", members.revoke_token, name="revoke-token"),
    path(f"{WORKSPACE}settings/", workspaces.settings, name="workspace-settings"),
    path(f"{WORKSPACE}audit/", events.events, name="audit"),
    path(f"{WORKSPACE}audit.csv", events.download, name="audit-csv"),
]
