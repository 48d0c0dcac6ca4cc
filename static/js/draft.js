// What was looked at goes as a file: what forms may send as text is little, files may be large.
// @ts-check

document.addEventListener("formdata", (event) => {
  const held = event.formData.get("draft");
  if (typeof held === "string" && held) event.formData.set("draft", new File([held], "draft"));
});
