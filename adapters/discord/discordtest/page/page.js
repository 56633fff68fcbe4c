"use strict";
// The client: one view of the server is drawn at a time, and drawn again when
// the server says that something has changed.
//
// The address takes ?as=USER&channel=ID, and for pictures of one state also
// &type=TEXT (something in the line), &command=NAME (a command in the line)
// with &option=NAME&text=TEXT (an option that is typed into), &press=LABEL (a
// button pressed), &last=N (the last messages only), &still=1 (drawn once),
// &tall=1 (as high as the messages; below it is one plain colour, to be cut
// off).

let view = JSON.parse(document.getElementById("view").textContent);
const query = new URLSearchParams(location.search);
const field = { text: query.get("type") || "", reply: 0, command: null, choices: null, asked: 0 };
const $ = (id) => document.getElementById(id);

const address = (changes) => {
  const q = new URLSearchParams({ as: view.as });
  if (view.open) q.set("channel", view.open.id);
  for (const [key, value] of Object.entries(changes)) value === null ? q.delete(key) : q.set(key, value);
  return "?" + q;
};

async function post(what, body) {
  const answer = await fetch("/page/" + what, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: view.as, channel: view.open.id, ...body }),
  });
  const result = await answer.json();
  if (result.error) toast(result.error);
  return result;
}

// use does something with the bot and shows the form that it answers with.
async function use(what, body, element) {
  element?.classList.add("busy");
  const answer = await post(what, body);
  element?.classList.remove("busy");
  if (answer.form) showForm(answer.form);
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  if (!query.has("still")) toast.timer = setTimeout(() => { $("toast").hidden = true; }, 5000);
}

const signs = { 0: "hash", 1: "at", 2: "voice", 5: "news", 10: "thread", 11: "thread", 12: "thread", 15: "forum" };

// The servers.
function drawRail() {
  const home = view.homes.find((h) => h.id === view.open?.guild);
  const item = (open, name, content, channel) => {
    const a = make("a", "server" + (open ? " open" : ""), content);
    a.href = address({ channel });
    a.title = name;
    return a;
  };
  $("rail").replaceChildren(
    item(!home, "Direct messages", icon("home"), view.private[0]?.id ?? null), make("hr", ""),
    ...view.homes.map((h) => item(h === home, h.name, h.name.split(/\s+/).map((w) => [...w][0]).join("").slice(0, 3), h.places.find((p) => p.type === 0)?.id ?? h.places[0]?.id ?? null)));
}

// The channels of a server, or the direct messages.
function drawPlaces() {
  const home = view.homes.find((h) => h.id === view.open?.guild);
  const act = (label, what, text) => pressable("", () => post(what, { text }), label);
  const menu = make("details", "menu", make("summary", "", home ? home.name : "Direct Messages", icon("down")),
    make("div", "pop filled", home ? act(home.has_bot ? "Remove the bot" : "Add the bot", "bot", home.has_bot ? "kick" : "invite") : null, ...(view.open ? account(act) : [])));
  $("home").replaceChildren(menu);
  const places = home ? home.places : view.private;
  const top = places.filter((p) => p.type < 10 || p.type > 12).filter((p) => p.type !== 4 || places.some((q) => q.parent === p.id));
  $("places").replaceChildren(...top.filter((p) => !p.parent).flatMap((p) => [placeLine(p), ...below(places, p)]));
  const me = view.people.find((p) => p.id === view.as);
  const as = make("select", "", ...view.people.map((p) => {
    const option = make("option", "", p.name);
    option.value = p.id;
    option.selected = p.id === view.as;
    return option;
  }));
  as.setAttribute("aria-label", "Play as");
  as.addEventListener("change", () => { location.href = "?" + new URLSearchParams({ as: as.value, ...(view.open ? { channel: view.open.id } : {}) }); });
  $("me").replaceChildren(...(me ? [face(me.id, me.name, "small"), make("div", "", as, make("small", "", me.username + (me.installed ? " · app installed" : "")))] : []));
}

// below are the channels of a category, and the threads of channels.
const below = (places, p) => places.filter((q) => q.parent === p.id && p.type !== 15 && !q.archived).flatMap((q) => [placeLine(q), ...below(places, q)]);

function account(act) {
  const me = view.people.find((p) => p.id === view.as);
  return [act(me.installed ? "Uninstall the app for me" : "Install the app for me", "account", "install"), act(me.closed ? "Take direct messages of the bot" : "Block the bot", "account", "block")];
}

function placeLine(p) {
  if (p.type === 4) return make("h3", "", p.name);
  const a = make("a", ["place", p.type >= 10 && p.type <= 12 ? "thread" : "", p.id === view.open?.id || p.id === view.open?.parent && view.open.type >= 10 ? "open" : ""].filter(Boolean).join(" "), p.type === 1 ? face(p.id, p.name, "small") : icon(signs[p.type] || "hash"), make("span", "", p.name));
  a.href = address({ channel: p.id });
  return a;
}

function drawHead() {
  const o = view.open;
  const back = make("a", "icon back", icon("back"));
  back.href = address({ channel: null });
  $("head").replaceChildren(back, icon(signs[o.type] || "hash"), make("b", "", o.name), o.about ? make("span", "", o.about) : "");
}

// The messages.
function drawPosts() {
  const o = view.open;
  const nodes = [];
  if (o.type === 15) nodes.push(...drawForum(o.threads));
  let before = null;
  for (const p of o.posts.slice(-(query.get("last") || 0))) {
    const today = instant(p.date, "D");
    if (before && instant(before.date, "D") !== today) nodes.push(make("div", "day", make("span", "", today)));
    nodes.push(drawPost(p, joins(before, p)));
    before = p;
  }
  if (!nodes.length) nodes.push(make("div", "empty", make("h2", "", o.type === 1 ? o.name : "Welcome to #" + o.name + "!"), make("p", "", o.type === 1 ? "This is the beginning of your direct message history." : "This is the start of the channel.")));
  $("column").replaceChildren(...nodes);
  $("posts").scrollTop = $("posts").scrollHeight;
}

// Drawing all.
function draw() {
  $("app").classList.toggle("chatting", !!view.open);
  drawRail();
  drawPlaces();
  if (!view.open) {
    $("head").replaceChildren();
    $("column").replaceChildren(make("div", "empty", make("p", "", "Choose a channel.")));
    return $("foot").replaceChildren();
  }
  document.title = view.open.name;
  drawHead();
  drawFoot(); // first, because its height moves the end of the messages
  drawPosts();
}

// follow waits for the next view, for ever.
async function follow() {
  for (;;) {
    try {
      const q = new URLSearchParams({ as: view.as, seen: view.seen });
      if (view.open) q.set("channel", view.open.id);
      const answer = await fetch("/page/view?" + q);
      if (!answer.ok) throw new Error(answer.statusText);
      const next = await answer.json();
      if (next.seen === view.seen) continue;
      const line = JSON.stringify([view.open?.id, view.open?.commands, view.open?.writable]);
      view = next;
      drawRail();
      drawPlaces();
      if (!view.open || JSON.stringify([view.open.id, view.open.commands, view.open.writable]) !== line) draw();
      else drawPosts();
    } catch {
      await new Promise((done) => setTimeout(done, 1000)); // the server is away
    }
  }
}

document.documentElement.classList.toggle("tall", query.has("tall"));
draw();
if (view.open && query.get("command")) {
  begin(query.get("command"), query.get("option") ? { [query.get("option")]: query.get("text") || "" } : {});
  if (query.get("option") && field.command) { field.command.focus = query.get("option"); drawFoot(); ask(); }
}
if (view.open && query.get("press")) {
  const wanted = query.get("press");
  const pressed = [...document.querySelectorAll("#column .button")].findLast((b) => b.textContent === wanted);
  pressed?.click();
}
if (!query.has("still")) addEventListener("load", () => setTimeout(follow, 200));
