// The SPARQL editor: Ctrl+Enter runs, Tab stays Tab's, and after a fault the cursor stands where it is.

export function edit(form) {
  const area = form.querySelector("textarea");
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const line = Number(area.dataset.line);
  if (!line) return;
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const at = Math.min(area.value.length, before + Number(area.dataset.column) - 1);
  area.focus();
  area.setSelectionRange(at, at);
}
