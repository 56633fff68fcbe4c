"use strict";
// How a text with its entities looks. Everything foreign is put in as text,
// never as markup.

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
  const box = document.getElementById("i-" + name).getAttribute("viewBox");
  use.setAttribute("href", "#i-" + name);
  svg.setAttribute("viewBox", box);
  svg.setAttribute("aria-hidden", "true");
  if (classes) svg.setAttribute("class", classes);
  svg.append(use);
  return svg;
}

const blocks = ["blockquote", "expandable_blockquote", "pre"];

// formatted returns text with its entities. on is told of what is pressed:
// on.command("/latest"), on.link(address).
function formatted(text, entities, on) {
  const out = document.createDocumentFragment();
  entities = entities || [];
  let at = 0;
  for (const block of entities.filter((e) => blocks.includes(e.type))) {
    if (block.offset < at) continue;
    out.append(inline(text, at, block.offset, entities, on), blockOf(text, block, entities, on));
    at = block.offset + block.length;
    // the block itself breaks the line
    if (text[at] === "\n" && text[at - 1] !== "\n") at++;
  }
  out.append(inline(text, at, text.length, entities, on));
  return out;
}

function blockOf(text, e, entities, on) {
  let end = e.offset + e.length;
  if (text[end - 1] === "\n") end--;
  const content = inline(text, e.offset, end, entities, on);
  if (e.type === "pre") {
    return make("pre", "", e.language ? make("small", "", e.language) : null, content);
  }
  const quote = make("blockquote", "", make("div", "inner", content), icon("quote"));
  if (e.type === "expandable_blockquote") {
    quote.classList.add("long");
    quote.append(icon("down", "more"));
    quote.addEventListener("click", () => quote.classList.toggle("wide"));
  }
  return quote;
}

// shorten takes the mark of a long quote off one that is short anyway.
function shorten(root) {
  for (const quote of root.querySelectorAll(".long:not(.wide)")) {
    const inner = quote.querySelector(".inner");
    if (inner.scrollHeight <= inner.clientHeight + 2) {
      quote.classList.remove("long");
      quote.querySelector(".more").remove();
    }
  }
}

// inline returns a stretch of text, cut wherever an entity begins or ends.
function inline(text, from, to, entities, on) {
  const out = document.createDocumentFragment();
  const marks = entities.filter((e) => !blocks.includes(e.type) && e.offset < to && e.offset + e.length > from);
  const cuts = new Set([from, to]);
  for (const e of marks) {
    cuts.add(Math.max(from, e.offset));
    cuts.add(Math.min(to, e.offset + e.length));
  }
  const points = [...cuts].sort((a, b) => a - b);
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i], points[i + 1]];
    let node = document.createTextNode(text.slice(a, b));
    for (const e of marks.filter((e) => e.offset <= a && e.offset + e.length >= b).reverse()) {
      node = wrapped(node, e, text.substr(e.offset, e.length), on);
    }
    out.append(node);
  }
  return out;
}

const styles = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

function wrapped(node, e, whole, on) {
  if (styles[e.type]) return make(styles[e.type], "", node);
  switch (e.type) {
    case "spoiler": {
      const span = make("span", "spoiler", node);
      span.addEventListener("click", () => span.classList.add("shown"));
      return span;
    }
    case "date_time": {
      const span = make("span", "date", e.date_time_format ? instant(e.unix_time, e.date_time_format) : node);
      span.title = new Date(e.unix_time * 1000).toLocaleString();
      return span;
    }
    case "custom_emoji":
      return node;
  }
  const a = make("a", "", node);
  switch (e.type) {
    case "text_link": a.href = e.url; a.title = e.url; break;
    case "url": a.href = /^[a-z]+:\/\//i.test(whole) ? whole : "http://" + whole; break;
    case "email": a.href = "mailto:" + whole; break;
    case "bot_command": a.addEventListener("click", () => on.command(whole)); return a;
    default: return a; // mention, hashtag, cashtag: blue, and lead nowhere here
  }
  a.target = "_blank";
  a.rel = "noreferrer";
  a.addEventListener("click", (event) => { if (on.link(a.href)) event.preventDefault(); });
  return a;
}

// instant tells a time in the zone and language of the reader.
function instant(unix, format) {
  const date = new Date(unix * 1000);
  if (format === "r") return relative(unix);
  const options = {};
  if (format.includes("w")) options.weekday = "long";
  if (format.includes("d")) Object.assign(options, { day: "numeric", month: "short" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (format.includes("t")) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) Object.assign(options, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return date.toLocaleString(undefined, Object.assign(options, { hour12: false }));
}

function relative(unix) {
  const seconds = unix - view.now;
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return new Intl.RelativeTimeFormat("en").format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

// face is the round picture of somebody, with the first letters of the name.
function face(id, name, classes) {
  const letters = name.split(/\s+/).filter(Boolean).slice(0, 2).map((w) => [...w][0]).join("").toUpperCase();
  const f = make("div", "face f" + Math.abs(id % 7) + (classes ? " " + classes : ""), letters);
  f.setAttribute("aria-hidden", "true");
  return f;
}

function clock(unix) {
  return new Date(unix * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function day(unix) {
  const date = new Date(unix * 1000);
  const now = new Date(view.now * 1000);
  if (date.toDateString() === now.toDateString()) return "Today";
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: date.getFullYear() === now.getFullYear() ? undefined : "numeric" });
}
