"""Pages of people: members and invitations, accounts, tokens, workspaces, what was done."""
