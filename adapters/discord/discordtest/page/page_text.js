"use strict";
// How texts look. The server has read their markdown; everything foreign is
// put in as text, never as markup.

// make returns an element with classes, and children that are nodes or text.
function make(tag, classes, ...children) {
  const e = document.createElement(tag);
  if (classes) e.className = classes;
  e.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
  return e;
}

// icon returns a drawing of page.html.
function icon(name, classes) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", "#i-" + name);
  svg.setAttribute("viewBox", document.getElementById("i-" + name).getAttribute("viewBox"));
  svg.setAttribute("aria-hidden", "true");
  if (classes) svg.setAttribute("class", classes);
  svg.append(use);
  return svg;
}

// press returns a button that does something.
function pressable(classes, does, ...children) {
  const b = make("button", classes, ...children);
  b.type = "button";
  b.addEventListener("click", does);
  return b;
}

const tags = { bold: "strong", italic: "em", underline: "u", strike: "s", quote: "blockquote", subtext: "small", item: "li" };

// drawn returns what the nodes of a text look like.
function drawn(nodes) {
  const out = document.createDocumentFragment();
  (nodes || []).forEach((n, i) => {
    if (n.kind !== "text") return out.append(drawNode(n));
    // the line ends with a block of code anyway
    out.append(i > 0 && nodes[i - 1].kind === "fence" ? n.text.replace(/^\n/, "") : n.text);
  });
  return out;
}

function drawNode(n) {
  switch (n.kind) {
    case "heading": return make("h" + n.level, "", drawn(n.nodes));
    case "quote": return make("blockquote", "", make("div", "", drawn(n.nodes)));
    case "list": return drawList(n);
    case "code": return make("code", "", n.text);
    case "fence": return make("pre", "", n.text);
    case "spoiler": return pressable("spoiler", (event) => event.currentTarget.classList.add("shown"), drawn(n.nodes));
    case "link": return linked(n.target, drawn(n.nodes));
    case "user": case "role": case "channel": case "everyone": case "guide": return make("span", "mention", n.text || "#" + n.target);
    case "command": return pressable("mention", () => begin(n.text.slice(1)), n.text);
    case "emoji": return make("span", "emoji", n.text);
    case "time": {
      const span = make("time", "", instant(n.unix, n.style));
      span.title = instant(n.unix, "F");
      return span;
    }
  }
  return make(tags[n.kind] || "span", "", drawn(n.nodes));
}

function drawList(n) {
  const list = make(n.number ? "ol" : "ul", "", ...n.nodes.map(drawNode));
  if (n.number) list.start = n.number;
  return list;
}

function linked(target, ...children) {
  const a = make("a", "", ...children);
  a.href = /^(https?|mailto|tel):/.test(target) ? target : "mailto:" + target;
  a.title = target;
  a.target = "_blank";
  a.rel = "noreferrer";
  return a;
}

// styles of an instant, for readers of British English.
const instants = {
  t: { hour: "2-digit", minute: "2-digit" }, T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" }, D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
};

function instant(unix, style) {
  if (style === "R") return relative(unix);
  return new Date(unix * 1000).toLocaleString("en-GB", instants[style] || instants.f);
}

// relative tells how far an instant is from the time of the server.
function relative(unix) {
  const seconds = unix - view.now;
  const words = new Intl.RelativeTimeFormat("en", { numeric: "always" });
  for (const [unit, size] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return Math.abs(seconds) < 10 ? "just now" : words.format(seconds, "second");
}

const clock = (unix) => instant(unix, "t");

// day names the day of an instant, "" for today.
function day(unix) {
  const date = new Date(unix * 1000), now = new Date(view.now * 1000);
  if (date.toDateString() === now.toDateString()) return "";
  return instant(unix, "D");
}

// when is the time beside a name.
function when(unix) {
  const yesterday = new Date((view.now - 86400) * 1000).toDateString() === new Date(unix * 1000).toDateString();
  if (day(unix) === "") return clock(unix);
  return (yesterday ? "Yesterday at " : instant(unix, "d") + " ") + clock(unix);
}

// face is the round picture of somebody, with the first letters of the name.
function face(id, name, classes) {
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2).map((w) => [...w][0]).join("").toUpperCase();
  let sum = 0;
  for (const c of String(id)) sum = (sum * 7 + c.charCodeAt(0)) % 5;
  const f = make("span", "face f" + sum + (classes ? " " + classes : ""), letters);
  f.setAttribute("aria-hidden", "true");
  return f;
}
