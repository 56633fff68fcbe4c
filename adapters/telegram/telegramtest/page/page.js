"use strict";
// The client: one view of the server is drawn at a time, and drawn again when
// the server says that something has changed.
//
// The address takes ?chat=ID&as=USER, and for pictures of one state also
// &topic=ID, &theme=dark, &wide=1 (long quotes open), &menu=1 (command menu
// open), &press=LABEL (a button pressed), &type=TEXT (something in the field),
// &last=N (the last messages only), &still=1 (drawn once), &tall=1 (as high as
// the chat; below it is one plain colour, to be cut off).

let view = JSON.parse(document.getElementById("view").textContent);
const query = new URLSearchParams(location.search);
const field = { text: query.get("type") || "", reply: 0, menu: query.get("menu") === "1", asked: 0, found: null };
const $ = (id) => document.getElementById(id);

const address = (changes) => {
  const q = new URLSearchParams({ as: view.as });
  if (view.chat) q.set("chat", view.chat.id);
  if (query.get("theme")) q.set("theme", query.get("theme"));
  for (const [key, value] of Object.entries(changes)) value === null ? q.delete(key) : q.set(key, value);
  return "?" + q;
};

async function post(what, body) {
  const answer = await fetch("/page/" + what, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: view.as, chat: view.chat.id, ...body }),
  });
  const result = await answer.json();
  if (result.error) toast(result.error);
  return result;
}

// What texts do when pressed.
const on = {
  command: (text) => say(text),
  link: (target) => {
    const bot = new RegExp("(?:t\\.me/|resolve\\?domain=)" + view.bot.username + "[?&]start=([\\w-]*)", "i").exec(target);
    if (!bot) return false;
    post("start", { text: bot[1] }).then(() => { location.href = address({ chat: view.as }); });
    return true;
  },
};

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  if (!query.has("still")) toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

function alertBox(text) {
  const box = $("alert");
  box.querySelector("p").textContent = text;
  box.showModal();
}

async function say(text) {
  if (!text.trim()) return;
  const reply = field.reply;
  Object.assign(field, { text: "", reply: 0, menu: false, found: null });
  drawFoot();
  $("foot").querySelector("textarea")?.focus();
  await post("say", { text, reply, topic: view.chat.topic || 0 });
}

async function press(message, button, element) {
  if (button.copy_text) {
    navigator.clipboard?.writeText(button.copy_text.text);
    return toast("Copied to clipboard");
  }
  if (button.url) {
    if (!on.link(button.url)) window.open(button.url, "_blank", "noreferrer");
    return;
  }
  const inlineText = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (inlineText !== undefined && inlineText !== null) {
    field.text = "@" + view.bot.username + " " + inlineText;
    drawFoot();
    return ask();
  }
  element?.classList.add("busy");
  const answer = await post("press", { message, text: button.text });
  element?.classList.remove("busy");
  if (answer.url) on.link(answer.url);
  if (answer.text) answer.alert ? alertBox(answer.text) : toast(answer.text);
}

// picture is that of a chat; in a private one it is the bot's.
const picture = (c) => face(c.type === "private" ? view.bot.id : c.id, c.title, c.forum ? "square" : "");

// The list of chats.
function drawList() {
  const as = $("as");
  as.replaceChildren(...view.people.map((p) => {
    const option = make("option", "", p.name + (p.username ? " @" + p.username : ""));
    option.value = p.id;
    option.selected = p.id === view.as;
    return option;
  }));
  $("chats").replaceChildren(...view.chats.map((c) => {
    const last = c.last || {};
    const row = make("a", "chat" + (view.chat && c.id === view.chat.id ? " open" : ""), picture(c),
      make("div", "", make("div", "row", make("b", "", c.title), make("time", "", last.date ? clock(last.date) : "")),
        make("p", "", (last.from ? last.from + ": " : "") + (last.text || "No messages yet"))));
    row.href = address({ chat: c.id });
    return row;
  }));
}

// acts are what can be done about the bot in a chat.
function acts(c) {
  const act = (label, what, body) => choice(null, label, () => post(what, body));
  if (c.type === "private") return [act(c.blocked ? "Unblock the bot" : "Block the bot", "block", {})];
  return [act("Add the bot", "bot", { text: "add" }), act("Make it an administrator", "bot", { text: "promote" }), act("Remove the bot", "bot", { text: "remove" })];
}

function drawHead() {
  const c = view.chat;
  const back = make("a", "icon back", icon("back"));
  back.href = address({ chat: null });
  const more = make("details", "more", make("summary", "icon", icon("more")), make("div", "pop", ...acts(c)));
  more.firstChild.setAttribute("aria-label", "More");
  $("head").replaceChildren(back, picture(c), make("div", "", make("b", "", c.title), make("small", "", c.about)), more);
  const topics = $("topics");
  topics.hidden = !c.forum;
  topics.replaceChildren(...(c.topics || []).map((t) => {
    const a = make("a", t.id === (c.topic || 0) ? "open" : "", (t.closed ? "🔒 " : "") + t.name);
    a.href = address({ topic: t.id });
    return a;
  }));
}

// The messages.
function drawPosts() {
  const c = view.chat;
  const posts = (c.posts || []).filter((p) => !c.forum || (p.topic || 0) === (c.topic || 0)).slice(-(query.get("last") || 0));
  const column = $("column");
  const nodes = [];
  let today = "", before = null;
  posts.forEach((p, i) => {
    if (day(p.date) !== today) {
      today = day(p.date);
      nodes.push(make("div", "pill", today));
      before = null;
    }
    if (p.service) {
      nodes.push(make("div", "pill", p.service));
      before = null;
      return;
    }
    const next = posts[i + 1];
    nodes.push(drawPost(p, joins(before, p), next && !next.service && day(next.date) === today && joins(p, next)));
    before = p;
  });
  if (!posts.length && c.type === "private" && view.bot.description) {
    nodes.push(make("div", "hello", make("b", "", "What can this bot do?"), view.bot.description));
  }
  column.replaceChildren(...nodes);
  if (query.get("wide")) column.querySelectorAll(".long").forEach((q) => q.classList.add("wide"));
  shorten(column);
  $("posts").scrollTop = $("posts").scrollHeight;
}

const joins = (a, b) => !!a && a.from_id === b.from_id && b.date - a.date < 900 && !b.forwarded;

function drawPost(p, joined, joinedNext) {
  const c = view.chat;
  const mine = p.mine;
  const faced = !mine && (c.type === "group" || c.type === "supergroup");
  const bubble = make("div", "bubble");
  if (faced && !joined) bubble.append(make("b", "name n" + Math.abs(p.from_id % 7), p.from, p.title ? make("small", "", p.title) : null));
  if (!faced && !mine && c.type === "channel" && !joined) bubble.append(make("b", "name n" + Math.abs(p.from_id % 7), p.from));
  if (p.forwarded) bubble.append(make("b", "name n5", "Forwarded from " + p.forwarded));
  if (p.via) bubble.append(make("b", "name n5", "via @" + view.bot.username));
  if (p.reply) bubble.append(answered(p.reply));
  if (p.preview && p.preview_above) bubble.append(card(p));
  for (const f of p.files || []) bubble.append(drawFile(f));
  const shown = (mine && /^\/start(?= )/.exec(p.text)?.[0]) || p.text || ""; // what follows it is the link's
  const text = make("div", "text", formatted(shown, p.entities, on));
  const meta = make("span", "meta", p.silent ? icon("silent", "silent") : null, p.edited ? "edited " : null, clock(p.date), mine ? icon("tick") : null);
  if (p.silent) meta.title = "Sent without sound";
  if (p.preview && !p.preview_above) {
    bubble.append(text, card(p), make("div", "text", meta));
  } else {
    text.append(meta);
    bubble.append(text);
  }
  const body = make("div", "body", bubble);
  if (p.buttons?.length) body.append(drawKeys(p));
  const row = make("div", ["post", mine ? "mine" : "", faced ? "faced" : "", joined ? "joined" : "", joinedNext ? "joined-next" : "", p.buttons?.length ? "keyed" : ""].filter(Boolean).join(" "));
  if (faced) row.append(face(p.from_id, p.from));
  row.append(body);
  row.id = "m" + p.id;
  row.addEventListener("dblclick", () => { field.reply = p.id; drawFoot(); });
  return row;
}

function answered(r) {
  const a = make("span", "answered n" + Math.abs(r.from_id % 7), make("b", "", r.from), make("span", "", r.text));
  a.addEventListener("click", () => $("m" + r.id)?.scrollIntoView({ block: "center" }));
  a.style.color = "inherit";
  return a;
}

// card is the preview of a link. The page is not fetched: what the message
// calls the link stands for its title.
function card(p) {
  const e = (p.entities || []).find((e) => e.type === "text_link" && e.url === p.preview);
  let host = p.preview, path = "";
  try { const u = new URL(/^[a-z]+:\/\//i.test(p.preview) ? p.preview : "http://" + p.preview); host = u.hostname.replace(/^www\./, ""); path = u.pathname; } catch { /* shown as it is */ }
  const a = make("a", "card", make("b", "", host), e ? make("i", "", p.text.substr(e.offset, e.length)) : null, path.length > 1 ? make("span", "", host + path) : null);
  a.href = p.preview;
  a.target = "_blank";
  a.rel = "noreferrer";
  return a;
}

function drawFile(f) {
  const size = f.size < 1024 ? f.size + " B" : (f.size / 1024).toFixed(1) + " KB";
  const a = make("a", "file", make("div", "", icon("file")), make("span", "", make("b", "", f.name || "File"), make("small", "", size)));
  a.href = "/page/file?id=" + encodeURIComponent(f.id);
  a.download = f.name || "file";
  return a;
}

function drawKeys(p) {
  return make("div", "keys", ...p.buttons.map((row) => make("div", "", ...row.map((b) => {
    const key = make("button", "key " + (b.style || ""), b.text, b.url ? icon("link") : b.copy_text ? icon("copy") : null);
    key.addEventListener("click", () => press(p.id, b, key));
    return key;
  }))));
}

// Drawing all.
function draw() {
  document.getElementById("app").classList.toggle("chatting", !!view.chat);
  drawList();
  if (!view.chat) {
    $("head").replaceChildren(make("b", "none", ""));
    $("column").replaceChildren(make("div", "pill none", "Select a chat to start messaging"));
    return $("foot").replaceChildren();
  }
  document.title = view.chat.title;
  drawHead();
  drawFoot(); // first, because its height moves the end of the messages
  drawPosts();
}

// follow waits for the next view, for ever.
async function follow() {
  for (;;) {
    try {
      const q = new URLSearchParams({ as: view.as, seen: view.seen });
      if (view.chat) { q.set("chat", view.chat.id); q.set("topic", view.chat.topic || 0); }
      const answer = await fetch("/page/view?" + q);
      if (!answer.ok) throw new Error(answer.statusText);
      const next = await answer.json();
      if (next.seen === view.seen) continue;
      view = next;
      const area = document.activeElement?.tagName === "TEXTAREA" ? document.activeElement : null;
      const at = area?.selectionStart;
      draw();
      if (area) { const again = $("foot").querySelector("textarea"); again?.focus(); again?.setSelectionRange(at, at); }
    } catch {
      await new Promise((done) => setTimeout(done, 1000)); // the server is away
    }
  }
}

function setTheme(theme) { document.documentElement.dataset.theme = theme; }

document.documentElement.classList.toggle("tall", query.has("tall"));
setTheme(query.get("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
$("theme").addEventListener("click", () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  query.set("theme", theme);
  setTheme(theme);
  draw();
});
$("as").addEventListener("change", (event) => { location.href = "?" + new URLSearchParams({ as: event.target.value, chat: event.target.value }); });
draw();
if (query.get("press")) {
  const pressed = (p) => p.buttons?.flat().find((b) => b.text === query.get("press"));
  const newest = (view.chat?.posts || []).findLast(pressed);
  if (newest) press(newest.id, pressed(newest));
}
if (field.text && view.chat) ask();
if (!query.has("still")) addEventListener("load", () => setTimeout(follow, 200));
