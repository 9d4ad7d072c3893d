// A drawn network: drag to move, wheel or buttons or + and - to zoom, arrows to move, hover or focus for the sentence.

const NAMESPACE = "http://www.w3.org/2000/svg";
const STEP = 1.3;

export function live(figure) {
  const svg = figure.querySelector("svg");
  const whisper = figure.querySelector("[data-whisper]");
  const home = svg.viewBox.baseVal;
  const whole = [home.x, home.y, home.width, home.height];
  let box = [...whole];
  svg.classList.add("live");

  const show = () => svg.setAttribute("viewBox", box.map((each) => Math.round(each * 10) / 10).join(" "));
  const zoom = (factor, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) => {
    const width = Math.min(whole[2] * 1.5, Math.max(whole[2] / 12, box[2] * factor));
    const scale = width / box[2];
    box = [x - (x - box[0]) * scale, y - (y - box[1]) * scale, width, box[3] * scale];
    show();
  };
  const move = (dx, dy) => {
    box = [box[0] + dx, box[1] + dy, box[2], box[3]];
    show();
  };
  const point = (event) => {
    const frame = svg.getBoundingClientRect();
    return [
      box[0] + ((event.clientX - frame.left) / frame.width) * box[2],
      box[1] + ((event.clientY - frame.top) / frame.height) * box[3],
    ];
  };

  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? STEP : 1 / STEP, ...point(event));
  }, { passive: false });

  let from = null;
  let dragged = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0) [from, dragged] = [[event.clientX, event.clientY], false];
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    if (!dragged && Math.hypot(dx, dy) < 5) return;
    if (!dragged) svg.setPointerCapture(event.pointerId);
    dragged = true;
    svg.classList.add("held");
    const scale = box[2] / svg.getBoundingClientRect().width;
    move(-dx * scale, -dy * scale);
    from = [event.clientX, event.clientY];
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, () => {
      from = null;
      svg.classList.remove("held");
    });
  }
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
    dragged = false;
  }, true);

  const keys = {
    "+": () => zoom(1 / STEP), "=": () => zoom(1 / STEP), "-": () => zoom(STEP),
    "0": () => { box = [...whole]; show(); },
    ArrowLeft: () => move(-box[2] / 10, 0), ArrowRight: () => move(box[2] / 10, 0),
    ArrowUp: () => move(0, -box[3] / 10), ArrowDown: () => move(0, box[3] / 10),
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });

  figure.prepend(tools([["+", "Zoom in", keys["+"]], ["−", "Zoom out", keys["-"]], ["fit", "Show all", keys["0"]]]));
  evidence(figure, svg, whisper);
  expanding(figure, svg);
}

function tools(buttons) {
  const row = document.createElement("div");
  row.className = "tools";
  for (const [text, name, act] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    row.append(button);
  }
  return row;
}

// Hover or focus: what is not tied to the node steps back, and its words stand below the drawing.
function evidence(figure, svg, whisper) {
  const lines = [...svg.querySelectorAll("line")];
  const dots = [...svg.querySelectorAll(".dot")]; // a line names its ends by their places among these
  const calm = () => {
    figure.classList.remove("dimmed");
    for (const each of svg.querySelectorAll(".lit")) each.classList.remove("lit");
  };
  const tell = (words) => {
    whisper.textContent = words;
    whisper.hidden = !words;
  };
  const around = (dot) => {
    calm();
    dot.classList.add("lit");
    for (const line of lines) {
      const ends = [dots[line.dataset.a], dots[line.dataset.b]];
      if (!ends.includes(dot)) continue;
      for (const each of [line, ...ends]) each.classList.add("lit");
    }
    figure.classList.add("dimmed");
    tell(dot.querySelector("title").textContent);
  };
  for (const dot of dots) {
    dot.addEventListener("pointerenter", () => around(dot));
    dot.addEventListener("focus", () => around(dot));
    dot.addEventListener("pointerleave", calm);
    dot.addEventListener("blur", calm);
  }
  for (const line of lines) {
    const broad = document.createElementNS(NAMESPACE, "line");
    for (const name of ["x1", "y1", "x2", "y2"]) broad.setAttribute(name, line.getAttribute(name));
    broad.setAttribute("stroke-width", "12");
    broad.setAttribute("class", "broad");
    const title = line.querySelector("title");
    if (!title) continue; // large drawings tell their ties at the nodes and in the table
    broad.append(title.cloneNode(true));
    line.after(broad);
    broad.addEventListener("pointerenter", () => {
      line.classList.add("lit");
      tell(title.textContent);
    });
    broad.addEventListener("pointerleave", () => line.classList.remove("lit"));
  }
}

// Double click, or "e" on a focused node, brings in its neighbours: the same as its link in the list below.
function expanding(figure, svg) {
  const part = figure.closest("#network");
  if (!part) return;
  const expand = (id) => part.querySelector(`[data-expand="${CSS.escape(id)}"]`)?.click();
  svg.addEventListener("dblclick", (event) => {
    const dot = event.target.closest(".dot");
    if (dot) expand(dot.dataset.id);
  });
  svg.addEventListener("keydown", (event) => {
    const dot = event.target.closest(".dot");
    if (dot && event.key === "e") expand(dot.dataset.id);
  });
  for (const link of part.querySelectorAll("[data-expand]")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await replace(part, link.href, link.dataset.expand);
    });
  }
}

async function replace(part, address, id) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) {
    location.href = address;
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("network");
  part.replaceChildren(...fresh.childNodes);
  history.pushState(null, "", address);
  for (const figure of part.querySelectorAll("[data-network]")) live(figure);
  part.querySelector(`.dot[data-id="${CSS.escape(id)}"]`)?.focus();
}

addEventListener("popstate", () => location.reload());
