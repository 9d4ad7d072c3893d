// Names that begin as what was typed, from this service's own list, into the field's <datalist>.

const WAIT = 150;

export function suggest(field) {
  const list = field.list;
  if (!list) return;
  let timer = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const wanted = field.value.trim();
    if (wanted.length < 2 || wanted === asked) return;
    timer = setTimeout(async () => {
      asked = wanted;
      const answer = await fetch(`/api/entities?limit=8&q=${encodeURIComponent(wanted)}`);
      if (!answer.ok || asked !== wanted) return;
      const { items } = await answer.json();
      list.replaceChildren(...items.map(({ label, type }) => new Option(type.toLowerCase(), label)));
    }, WAIT);
  });
}
