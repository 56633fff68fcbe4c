"use strict";
// What stands below the messages: the field to write in, the menu, inline
// results, the reader's keyboard.

function drawFoot() {
  const c = view.chat;
  const foot = $("foot");
  if (c.type === "private" && c.blocked) return foot.replaceChildren(wide("Unblock", () => post("block", {})));
  if (c.type === "private" && !c.started) return foot.replaceChildren(wide("Start", () => post("start", { text: "" }), "go"));
  if (!c.writable) return foot.replaceChildren(wide(c.type === "channel" ? "Mute" : "You can't write here", () => {}));
  const forced = (c.posts || []).findLast((p) => p.force && !c.posts.some((q) => q.reply && q.reply.id === p.id));
  const to = field.reply ? c.posts.find((p) => p.id === field.reply) : field.reply === 0 ? forced : null;
  const box = make("div", "field", to ? replyBar(to) : null, line(to));
  const send = make("button", "send", icon(field.text ? "send" : "mic"));
  send.setAttribute("aria-label", "Send");
  send.addEventListener("click", () => submit(to));
  foot.replaceChildren(make("div", "write", popUp(), box, send), c.keyboard ? board(c.keyboard) : "");
}

function wide(label, does, classes) {
  const b = make("button", "wide-button " + (classes || ""), label);
  b.addEventListener("click", does);
  return b;
}

function replyBar(p) {
  const close = make("button", "icon", icon("close"));
  close.setAttribute("aria-label", "Do not reply");
  close.addEventListener("click", () => { field.reply = -1; drawFoot(); });
  return make("div", "to", icon("reply"), make("div", "answered", make("b", "", "Reply to " + p.from), make("span", "", p.text)), close);
}

function line(to) {
  const area = make("textarea", "");
  area.value = field.text;
  area.rows = 1;
  area.placeholder = (to && to.placeholder) || (view.chat.type === "channel" ? "Broadcast" : "Message");
  area.setAttribute("aria-label", "Message");
  area.addEventListener("input", () => { const empty = !field.text; field.text = area.value; if (empty !== !field.text || /^[/@]/.test(field.text)) redraw(area); ask(); });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(to); }
    if (event.key === "Escape") { field.menu = false; field.found = null; drawFoot(); }
  });
  const menu = view.chat.type === "private" && view.chat.commands?.length ? make("button", "menu", icon(field.menu ? "close" : "menu"), "Menu") : null;
  menu?.addEventListener("click", () => { field.menu = !field.menu; drawFoot(); });
  return make("div", "line", menu || make("span", "icon", icon("smile")), area, make("span", "icon", icon("clip")));
}

// redraw draws the line anew and puts the cursor back.
function redraw(area) {
  const at = area.selectionStart;
  drawFoot();
  const again = $("foot").querySelector("textarea");
  again?.focus();
  again?.setSelectionRange(at, at);
}

function submit(to) {
  field.reply = to ? to.id : 0;
  say(field.text);
}

// popUp is what stands over the line: the menu, commands that fit, or what
// the bot offers inline.
function popUp() {
  if (field.found) {
    const rows = field.found.results.map((r) => choice(make("div", "face f" + (r.title.length % 7), [...r.title][0] || "?"), make("div", "", make("b", "", r.title), make("span", "", r.description || "")), () => choose(r.id), "found"));
    const button = field.found.button ? [choice(null, make("b", "", field.found.button.text), () => on.link("t.me/" + view.bot.username + "?start=" + field.found.button.start_parameter))] : [];
    return make("div", "pop", ...button, ...(rows.length ? rows : [make("p", "", "Nothing found")]));
  }
  const typed = /^\/(\w*)$/.exec(field.text);
  const commands = (view.chat.commands || []).filter((c) => field.menu || (typed && c.command.startsWith(typed[1])));
  if (!commands.length) return null;
  const suffix = view.chat.type === "private" ? "" : "@" + view.bot.username;
  return make("div", "pop", ...commands.map((c) => choice(face(view.bot.id, view.bot.name, "small"), make("div", "", make("b", "", "/" + c.command), " ", make("span", "", c.description)), () => say("/" + c.command + suffix))));
}

function choice(picture, content, does, classes) {
  const b = make("button", classes || "", picture, content);
  if (picture?.classList.contains("small")) Object.assign(picture.style, { width: "30px", height: "30px", fontSize: "12px" });
  b.addEventListener("click", does);
  return b;
}

function inlineQuery() {
  const m = new RegExp("^@" + view.bot.username + "\\s+([^]*)$", "i").exec(field.text);
  return m ? m[1] : null;
}

// ask asks the bot for inline results, a moment after the last letter.
function ask() {
  clearTimeout(ask.timer);
  const text = inlineQuery();
  if (text === null) { if (field.found) { field.found = null; drawFoot(); } return; }
  ask.timer = setTimeout(async () => {
    const asked = ++field.asked;
    const found = await post("inline", { text });
    if (asked !== field.asked || found.error || inlineQuery() === null) return;
    field.found = { text, results: found.results || [], button: found.button };
    const area = $("foot").querySelector("textarea");
    area ? redraw(area) : drawFoot();
  }, 250);
}

async function choose(result) {
  const text = field.found.text;
  Object.assign(field, { text: "", found: null });
  drawFoot();
  $("foot").querySelector("textarea")?.focus();
  await post("choose", { text, result, topic: view.chat.topic || 0 });
}

function board(rows) {
  return make("div", "board", ...rows.map((row) => make("div", "", ...row.map((label) => {
    const b = make("button", "", label);
    b.addEventListener("click", () => say(label));
    return b;
  }))));
}
