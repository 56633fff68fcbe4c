"use strict";
// Messages, with their cards, buttons and files.

// joins tells that a message stands below another without a name of its own.
const joins = (a, b) => !!a && a.from_id === b.from_id && b.date - a.date < 420 && !b.reply && !b.used && day(a.date) === day(b.date);

function drawPost(p, joined) {
  const row = make("article", ["post", joined ? "joined" : "", p.private ? "private" : "", p.called ? "called" : ""].filter(Boolean).join(" "));
  row.id = "m" + p.id;
  if (p.used) row.append(aboveLine([face(p.used.by_id, p.used.by, "tiny"), make("b", "", p.used.by), p.used.command ? " used " : " used this app", p.used.command ? make("span", "mention", p.used.command.includes(" ") ? p.used.command : "/" + p.used.command) : null]));
  if (p.reply) row.append(aboveLine([make("b", "", p.reply.from), make("span", "", p.reply.text)], p.reply.id));
  if (!joined) {
    const name = make("header", "", make("b", p.bot ? "botname" : "", p.from), p.bot ? make("span", "tag", icon("tick"), "APP") : null, make("time", "", when(p.date)));
    if (p.silent) { const s = icon("bell", "silent"); name.append(s); s.append(title("Sent without sound")); }
    row.append(face(p.from_id, p.from), name);
  }
  row.append(body(p), actions(p));
  return row;
}

function title(text) {
  const t = document.createElementNS("http://www.w3.org/2000/svg", "title");
  t.textContent = text;
  return t;
}

// aboveLine is what stands over the name: who asked, or what is answered.
function aboveLine(parts, target) {
  const line = make("div", "above", make("i", ""), ...parts);
  if (target) line.addEventListener("click", () => document.getElementById("m" + target)?.scrollIntoView({ block: "center" }));
  return line;
}

function body(p) {
  const out = make("div", "body");
  if (p.thinking) {
    out.append(make("div", "text thinking", make("span", "dots", "● ● ●"), p.from + " is thinking…"));
  } else if (p.text.length || p.forward) {
    const text = make("div", "text", drawn(p.text));
    if (p.edited && p.text.length) text.append(edited(p));
    if (p.text.length) out.append(text);
  }
  if (p.forward) out.append(make("div", "forward", make("small", "", "Forwarded"), make("div", "text", drawn(p.forward))));
  if (p.edited && !p.text.length && !p.thinking) out.append(make("div", "text", edited(p)));
  p.embeds.forEach((e) => out.append(drawEmbed(e)));
  for (const f of p.files) out.append(drawFile(f));
  for (const c of p.parts) out.append(drawPart(c, p));
  if (p.thread) {
    const a = make("a", "thread", make("b", "", p.thread.name), make("span", "", "See thread ›"));
    a.href = address({ channel: p.thread.id });
    out.append(a);
  }
  if (p.private) out.append(make("div", "only", icon("eye"), "Only you can see this • ", make("span", "mentionless", "Dismiss message")));
  return out;
}

function edited(p) {
  const e = make("span", "edited", "(edited)");
  e.title = instant(p.edited, "F");
  return e;
}

function drawEmbed(e) {
  const card = make("div", "embed");
  if (e.color !== null) card.style.borderLeftColor = "#" + e.color.toString(16).padStart(6, "0");
  if (e.author) card.append(make("div", "author", e.author));
  if (e.title.length) card.append(make("div", "title", e.url ? linked(e.url, drawn(e.title)) : drawn(e.title)));
  if (e.description.length) card.append(make("div", "description", drawn(e.description)));
  if (e.fields.length) {
    card.append(make("div", "fields", ...e.fields.map((f) => make("div", f.inline ? "inline" : "", make("b", "", drawn(f.name)), make("div", "", drawn(f.value))))));
  }
  const foot = [e.footer, e.date ? when(e.date) : ""].filter(Boolean).join(" • ");
  if (foot) card.append(make("div", "footer", foot));
  return card;
}

function drawFile(f) {
  const size = f.size < 1024 ? f.size + " bytes" : (f.size / 1024).toFixed(2) + " KB";
  const a = make("a", "", f.filename);
  a.href = f.url;
  a.download = f.filename;
  return make("div", "file", icon("file"), make("div", "", a, make("small", "", size)));
}

const buttonStyles = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

// drawPart draws a component of a message.
function drawPart(c, p) {
  switch (c.type) {
    case 1: return make("div", "row", ...(c.components || []).map((inner) => drawPart(inner, p)));
    case 2: return drawButton(c, p);
    case 3: case 5: case 6: case 7: case 8: return drawSelect(c, p);
    case 9: return make("div", "section", make("div", "", ...(c.components || []).map((inner) => drawPart(inner, p))), c.accessory ? drawPart(c.accessory, p) : null);
    case 10: return make("div", "text", drawn(c.text));
    case 14: return make("hr", c.divider === false ? "blank" : "");
    case 17: {
      const box = make("div", "embed container", ...(c.components || []).map((inner) => drawPart(inner, p)));
      if (c.accent_color !== undefined) box.style.borderLeftColor = "#" + c.accent_color.toString(16).padStart(6, "0");
      return box;
    }
  }
  return make("div", "unknown", "component of type " + c.type);
}

function drawButton(c, p) {
  const b = pressable("button " + buttonStyles[c.style], () => {
    if (c.url) return window.open(c.url, "_blank", "noreferrer");
    return use("press", { message: p.id, customid: c.custom_id }, b);
  }, c.emoji?.name ? make("span", "emoji", c.emoji.name) : null, c.label, c.url ? icon("link") : null);
  b.disabled = !!c.disabled;
  return b;
}

function drawSelect(c, p) {
  const select = make("select", "select");
  const hint = make("option", "", c.placeholder || "Make a selection");
  hint.value = "";
  select.append(hint);
  const options = c.type === 8 ? channels(c.channel_types).map((o) => ({ label: "#" + o.name, value: o.id })) : c.type === 3 ? c.options || [] : view.people.map((o) => ({ label: o.name, value: o.id }));
  for (const o of options) {
    const option = make("option", "", (o.emoji?.name ? o.emoji.name + " " : "") + o.label + (o.description ? " – " + o.description : ""));
    option.value = o.value;
    option.selected = !!o.default;
    select.append(option);
  }
  select.disabled = !!c.disabled;
  select.setAttribute("aria-label", c.placeholder || "Make a selection");
  select.addEventListener("change", () => select.value && use("press", { message: p.id, customid: c.custom_id, values: [select.value] }, select));
  return make("div", "selecting", select, icon("down"));
}

// actions are what can be done with a message.
function actions(p) {
  const bar = make("div", "actions");
  if (view.open.writable && !p.private) {
    const reply = pressable("", () => { field.reply = p.id; drawFoot(); }, icon("reply"));
    reply.title = "Reply";
    bar.append(reply);
  }
  for (const c of view.open.commands.filter((c) => c.type === 3)) {
    const b = pressable("", () => use("useon", { message: p.id, command: c.name }, b), "Apps › " + c.name);
    bar.append(b);
  }
  return bar;
}

// drawForum draws the posts of a forum as a list.
function drawForum(threads) {
  return threads.map((t) => {
    const a = make("a", "topic", t.tags.length ? make("div", "tags", ...t.tags.map((tag) => make("span", "", tag))) : null, make("b", "", t.name),
      make("p", "", t.author ? make("b", "", t.author + ": ") : null, t.first), make("small", "", t.count + (t.count === 1 ? " message • " : " messages • ") + relative(t.date) + (t.locked ? " • locked" : t.archived ? " • closed" : "")));
    a.href = address({ channel: t.id });
    return a;
  });
}
