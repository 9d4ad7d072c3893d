// An article beside what was taken from it: point at the one, and the other lights up; triples open in place.

export function follow(reader) {
  const facts = new Map([...reader.querySelectorAll(".taken > li")].map((item) => [item.id, item]));
  const sentences = [...reader.querySelectorAll(".said")];
  const of = (sentence) => sentence.dataset.facts.trim().split(" ");
  const light = (on, items) => items.forEach((item) => item?.classList.toggle("lit", on));

  const both = (element, others) => {
    const turn = (on) => () => light(on, [element, ...others()]);
    element.addEventListener("pointerenter", turn(true));
    element.addEventListener("pointerleave", turn(false));
    element.addEventListener("focusin", turn(true));
    element.addEventListener("focusout", turn(false));
  };
  for (const sentence of sentences) both(sentence, () => of(sentence).map((name) => facts.get(name)));
  for (const [name, item] of facts) both(item, () => sentences.filter((sentence) => of(sentence).includes(name)));

  reader.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-fact]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const item = link.closest("li");
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) {
      location.href = link.href;
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const table = page.getElementById(item.id)?.querySelector(".triples");
    if (!table) return;
    item.querySelector(".triples")?.remove();
    item.append(table);
    item.classList.add("opened");
    history.replaceState(null, "", link.href);
    link.remove();
    item.querySelector(".triples a")?.focus();
  });
}
