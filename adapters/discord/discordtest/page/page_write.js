"use strict";
// What stands below the messages: the line to write in, commands with their
// options, and forms.

// offered are the slash commands of the channel, those below a command each for
// itself.
function offered() {
  const out = [];
  const add = (name, c) => {
    const inner = (c.options || []).filter((o) => o.type <= 2);
    if (inner.length) inner.forEach((o) => add(name + " " + o.name, o));
    else out.push({ name, description: c.description, options: c.options || [] });
  };
  for (const c of view.open.commands.filter((c) => c.type === 1)) add(c.name, c);
  return out;
}

// channels are those of the server that is looked at, of some types.
function channels(types) {
  const home = view.homes.find((h) => h.id === view.open.guild);
  return (home?.places || []).filter((p) => !types?.length || types.includes(p.type));
}

// begin starts to type a command.
function begin(name, values) {
  const command = offered().find((c) => c.name === name);
  if (!command) return toast("There is no command /" + name + " here");
  const required = command.options.filter((o) => o.required);
  field.command = { ...command, values: values || {}, focus: required[0]?.name || null };
  field.text = "";
  for (const o of required) field.command.values[o.name] ??= "";
  drawFoot();
}

function drawFoot() {
  const foot = $("foot");
  const o = view.open;
  if (o.type === 15) return foot.replaceChildren();
  if (!o.writable && !offered().length) return foot.replaceChildren(make("div", "line off", o.locked ? "This thread is locked." : "You do not have permission to send messages in this channel."));
  const to = field.reply && o.posts.find((p) => p.id === field.reply);
  const bar = to ? make("div", "replying", "Replying to ", make("b", "", to.from), pressable("icon", () => { field.reply = 0; drawFoot(); }, icon("close"))) : null;
  foot.replaceChildren(make("div", "", popUp(), bar, make("div", "line" + (bar ? " low" : ""), icon("plus"), field.command ? typedCommand() : writing(), icon("smile"))));
  if (query.has("still") && !field.command && !field.text) return; // no cursor in pictures
  const focused = foot.querySelector("[data-focus]");
  focused?.focus();
  if (focused?.setSelectionRange) focused.setSelectionRange(focused.value.length, focused.value.length);
}

// writing is the line for a message, or for the beginning of a command.
function writing() {
  const area = make("textarea", "");
  area.value = field.text;
  area.rows = 1;
  area.placeholder = "Message " + (view.open.guild ? (view.open.parent && view.open.type >= 10 ? "“" + view.open.name + "”" : "#" + view.open.name) : "@" + view.open.name);
  area.setAttribute("aria-label", "Message");
  area.dataset.focus = "1";
  area.addEventListener("input", () => { field.text = area.value; drawPop(); });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.text = field.text.startsWith("/") ? "" : field.text; field.reply = 0; return drawFoot(); }
    const first = $("foot").querySelector(".pop button");
    if ((event.key === "Tab" || event.key === "Enter") && field.text.startsWith("/") && first) { event.preventDefault(); return first.click(); }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); say(); }
  });
  return area;
}

// typedCommand is the line with a command and its options.
function typedCommand() {
  const c = field.command;
  const parts = [make("b", "", "/" + c.name)];
  for (const o of c.options.filter((o) => o.name in c.values)) parts.push(optionBox(o));
  const rest = c.options.filter((o) => !(o.name in c.values));
  if (rest.length) parts.push(pressable("more" + (c.focus ? "" : " open"), () => { c.focus = null; drawFoot(); }, "+" + rest.length + (c.options.some((o) => o.required) || Object.keys(c.values).length ? " more" : " optional")));
  const box = make("div", "command", ...parts);
  box.tabIndex = 0;
  if (!c.focus) box.dataset.focus = "1";
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || (event.key === "Backspace" && event.target === box)) { event.preventDefault(); field.command = null; drawFoot(); }
    if (event.key === "Enter") { event.preventDefault(); sendCommand(); }
  });
  return box;
}

function optionBox(o) {
  const c = field.command;
  const input = make("input", "");
  const value = c.values[o.name];
  input.value = value?.name ?? value;
  input.size = Math.max(4, String(input.value).length + 1);
  input.setAttribute("aria-label", o.name);
  if (c.focus === o.name) input.dataset.focus = "1";
  input.addEventListener("focus", () => { if (c.focus !== o.name) { c.focus = o.name; input.dataset.focus = "1"; field.choices = null; drawPop(); ask(); } });
  input.addEventListener("input", () => { c.values[o.name] = input.value; input.size = Math.max(4, input.value.length + 1); drawPop(); ask(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && input.value === "" && !o.required) { event.preventDefault(); delete c.values[o.name]; c.focus = null; drawFoot(); }
    if (event.key === "Tab") { const first = $("foot").querySelector(".pop button"); if (first) { event.preventDefault(); first.click(); } }
  });
  return make("label", "option" + (c.focus === o.name ? " open" : ""), make("span", "", o.name), input);
}

// popUp is what stands over the line.
function popUp() {
  if (field.command) return optionPop();
  const typed = /^\/(.*)$/.exec(field.text);
  if (!typed) return make("div", "pop", "");
  const found = offered().filter((c) => c.name.startsWith(typed[1]));
  const rows = found.map((c) => pressable("offer", () => begin(c.name), face(view.bot.id, view.bot.name, "small"), make("div", "", make("b", "", "/" + c.name, ...c.options.filter((o) => o.required).map((o) => make("i", "", o.name))), make("span", "", c.description)), make("em", "", view.bot.name)));
  return make("div", "pop filled", make("h4", "", face(view.bot.id, view.bot.name, "tiny"), view.bot.name), ...(rows.length ? rows : [make("p", "", "No commands match")]));
}

// optionPop offers options, or values for the one that is typed into.
function optionPop() {
  const c = field.command;
  const o = c.options.find((o) => o.name === c.focus);
  const row = (value, name, about) => pressable("offer", () => { c.values[o.name] = { value, name }; c.focus = null; field.choices = null; drawFoot(); }, make("div", "", make("b", "", name), about ? make("span", "", about) : null));
  if (!o) {
    const rest = c.options.filter((o) => !(o.name in c.values));
    if (!rest.length) return make("div", "pop filled", make("h4", "", c.description));
    return make("div", "pop filled", make("h4", "", "Options"), ...rest.map((o) => pressable("offer", () => { c.values[o.name] = ""; c.focus = o.name; field.choices = null; drawFoot(); ask(); }, make("div", "", make("b", "", o.name), make("span", "", o.description)))));
  }
  const typed = String(c.values[o.name]?.name ?? c.values[o.name] ?? "").toLowerCase();
  let rows = [];
  if (o.autocomplete) rows = field.choices?.option === o.name ? field.choices.list.map((x) => row(x.value, x.name)) : [];
  else if (o.choices?.length) rows = o.choices.filter((x) => x.name.toLowerCase().includes(typed)).map((x) => row(x.value, x.name));
  else if (o.type === 5) rows = ["True", "False"].filter((x) => x.toLowerCase().startsWith(typed)).map((x) => row(x.toLowerCase(), x));
  else if (o.type === 7) rows = channels(o.channel_types).filter((x) => ("#" + x.name).toLowerCase().includes(typed)).map((x) => row(x.id, "#" + x.name));
  else if (o.type === 6) rows = view.people.filter((x) => x.name.toLowerCase().includes(typed.replace("@", ""))).map((x) => row(x.id, "@" + x.name));
  const none = o.autocomplete && field.choices?.option === o.name && !rows.length ? make("p", "", "No options match your search.") : null;
  return make("div", "pop filled", make("h4", "", make("b", "", o.name), o.description), none, ...rows);
}

function drawPop() { $("foot").querySelector(".pop")?.replaceWith(popUp()); }

// ask asks the bot for values, a moment after the last letter.
function ask() {
  clearTimeout(ask.timer);
  const c = field.command;
  const o = c?.options.find((o) => o.name === c.focus);
  if (!o?.autocomplete) return;
  ask.timer = setTimeout(async () => {
    const asked = ++field.asked;
    const value = c.values[o.name];
    const answer = await post("complete", { command: c.name, option: o.name, text: String(value?.name ?? value ?? ""), options: given(o.name) });
    if (asked !== field.asked || field.command !== c || c.focus !== o.name) return;
    field.choices = { option: o.name, list: answer.choices || [] };
    drawPop();
  }, query.has("still") ? 0 : 250);
}

// given are the values of all options but one.
function given(but) {
  const out = {};
  for (const [name, v] of Object.entries(field.command.values)) {
    const value = v?.value ?? v;
    if (name !== but && value !== "") out[name] = value;
  }
  return out;
}

async function sendCommand() {
  const c = field.command;
  const missing = c.options.find((o) => o.required && !(c.values[o.name]?.value ?? c.values[o.name]));
  if (missing) { c.focus = missing.name; return drawFoot(); }
  const options = given();
  Object.assign(field, { command: null, choices: null });
  drawFoot();
  await use("command", { command: c.name, options });
}

async function say() {
  const text = field.text.trim();
  if (!text) return;
  const message = field.reply || undefined;
  Object.assign(field, { text: "", reply: 0 });
  drawFoot();
  await post("say", { text, message });
}

// showForm opens a form of the bot.
function showForm(f) {
  const box = $("form");
  const inputs = f.Fields.map((one) => {
    const input = make(one.Long ? "textarea" : "input", "");
    input.value = one.Value;
    input.placeholder = one.Placeholder;
    input.required = one.Required;
    if (one.Max) input.maxLength = one.Max;
    if (one.Min) input.minLength = one.Min;
    return input;
  });
  const fields = f.Fields.map((one, i) => make("label", "", make("b", "", one.Label, one.Required ? make("i", "", " *") : null), one.Description ? make("small", "", one.Description) : null, inputs[i]));
  const submit = make("button", "button primary", "Submit");
  const form = make("form", "", make("header", "", face(view.bot.id, view.bot.name, "small"), make("h2", "", f.Title)), make("p", "note", "This form will be submitted to ", make("b", "", view.bot.name), ". Do not share passwords or other sensitive information."), ...fields, make("footer", "", pressable("button plain", () => box.close(), "Cancel"), submit));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.close();
    use("submit", { values: inputs.map((input) => input.value) });
  });
  box.replaceChildren(form);
  box.showModal();
}
