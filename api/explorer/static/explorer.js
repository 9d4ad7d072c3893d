// What pages can do beyond what they already do without this file. Each part is loaded only by pages that have it.

import { suggest } from "./suggest.js";

const parts = [
  ["[data-network]", "./network.js", "live"],
  ["[data-reader]", "./reader.js", "follow"],
  ["[data-editor]", "./editor.js", "edit"],
];

export async function enliven(root) {
  for (const field of root.querySelectorAll("[data-suggest]")) suggest(field);
  for (const [selector, address, name] of parts) {
    const found = root.querySelectorAll(selector);
    if (!found.length) continue;
    const part = await import(address);
    for (const each of found) part[name](each);
  }
}

await enliven(document);
document.documentElement.dataset.alive = "";
