// Draws the scopes of the graph in #data; a scope opens and closes in its place.
"use strict";
const MOST = 120; // boxes in one scope; what is over is counted in one box
const data = JSON.parse(document.getElementById("data").textContent);
const element = id => document.getElementById(id);
const nodes = data.nodes.map(([name, op, inputs, shapes, status], index) =>
  ({ name, op, inputs, shapes, status, index }));
const root = { name: "", children: new Map(), ops: [], parent: null };
const scopes = new Map([["", root]]);

function scopeOf(name) {
  if (scopes.has(name)) return scopes.get(name);
  const cut = name.lastIndexOf("/");
  const parent = scopeOf(cut < 0 ? "" : name.slice(0, cut));
  const scope = { name, children: new Map(), ops: [], parent, total: 0, differs: 0, status: "" };
  scopes.set(name, scope);
  parent.children.set(name, scope);
  return scope;
}
const inside = new Set();
for (const node of nodes) {
  const cut = node.name.lastIndexOf("/");
  if (cut > 0) inside.add(node.name.slice(0, cut));
}
for (const node of nodes) {
  // A variable `kernel` stands in the scope `kernel`, beside its `read`.
  const cut = node.name.lastIndexOf("/");
  const home = inside.has(node.name) ? node.name : cut < 0 ? "" : node.name.slice(0, cut);
  node.scope = scopeOf(home);
  node.scope.ops.push(node);
  for (let scope = node.scope; scope.parent; scope = scope.parent) {
    scope.total += 1;
    if (node.status) {
      scope.differs += 1;
      scope.status = scope.status && scope.status !== node.status ? "changed" : node.status;
    }
  }
}
const opened = new Set([""]);
let chosen = null;
let visible = []; // {id, label, parent, kind, status, depth, scope, node}

function listed() {
  const found = [];
  const visit = (scope, depth) => {
    const children = [...scope.children.values()];
    const ops = scope.ops.filter(node => node.op !== "Const" || node.status);
    const entries = [...children, ...ops];
    for (const entry of entries.slice(0, MOST)) {
      const short = entry.name.slice(entry.name.lastIndexOf("/") + 1);
      if (entry.children) {
        const open = opened.has(entry.name);
        const count = entry.differs ? `, ${entry.differs} differ` : "";
        found.push({ id: "s:" + entry.name, label: open ? short : `${short}\n${entry.total} ops${count}`,
          parent: scope, kind: open ? "open" : "scope", status: entry.status, depth, scope: entry });
        if (open) visit(entry, depth + 1);
      } else {
        found.push({ id: "o:" + entry.name, label: short === entry.op ? short : `${short}\n${entry.op}`,
          parent: scope, kind: data.variables[entry.name] ? "variable"
            : entry.op.startsWith("Placeholder") ? "input" : "op",
          status: entry.status, depth, node: entry });
      }
    }
    if (entries.length > MOST) {
      found.push({ id: "m:" + scope.name, label: `${entries.length - MOST} more: search finds them`,
        parent: scope, kind: "more", status: "", depth });
    }
  };
  visit(root, 0);
  return found;
}

function edges() {
  const shown = new Map(visible.map(item => [item.id, item]));
  const home = node => {
    let box = shown.has("o:" + node.name) ? "o:" + node.name : null;
    for (let scope = node.scope; scope; scope = scope.parent) {
      if (scope.parent && !opened.has(scope.name)) box = "s:" + scope.name;
    }
    return box && shown.has(box) && shown.get(box).kind !== "open" ? box : null;
  };
  const boxes = nodes.map(home);
  const found = new Map();
  for (const node of nodes) {
    const target = boxes[node.index];
    if (!target) continue;
    for (const [source, output] of node.inputs) {
      const from = boxes[source];
      if (!from || from === target || output < 0) continue;
      const key = from + " " + target;
      if (!found.has(key)) found.set(key, { source: from, target, shapes: new Set() });
      found.get(key).shapes.add(nodes[source].shapes[output] || "");
    }
  }
  return [...found.values()];
}

const colours = { added: "#1c8a3a", missing: "#c92a2a", changed: "#c77700" };
const cy = cytoscape({
  container: element("diagram"), minZoom: 0.03, maxZoom: 3,
  style: [
    { selector: "node", style: { label: "data(label)", "text-wrap": "wrap", "text-valign": "center",
      shape: "round-rectangle", width: "label", height: "label", padding: "9px",
      "font-size": 13, color: "#16202b", "background-color": "#e4ecf7",
      "border-width": 1.5, "border-color": "#3b5f93" } },
    { selector: "node[kind='op']", style: { "background-color": "#fff" } },
    { selector: "node[kind='input']", style: { "background-color": "#e3f1e1", "border-color": "#3c7a35" } },
    { selector: "node[kind='variable']", style: { "background-color": "#fdf0d5", "border-color": "#9a6a0a" } },
    { selector: "node[kind='more']", style: { "border-style": "dashed" } },
    { selector: ":parent", style: { "text-valign": "top", "background-color": "#f6f8fa", padding: "14px" } },
    { selector: "edge", style: { width: 1.4, "line-color": "#7b8794", "target-arrow-color": "#7b8794",
      "target-arrow-shape": "triangle", "curve-style": "bezier", label: "data(label)", "font-size": 10,
      "text-rotation": "autorotate", color: "#16202b", "text-background-color": "#fff", "text-background-opacity": 0.85 } },
    ...Object.entries(colours).map(([status, colour]) => ({ selector: `node[status='${status}']`,
      style: { "border-color": colour, "border-width": 4,
        "border-style": status === "missing" ? "dashed" : "solid" } })),
    { selector: "node.chosen", style: { "outline-width": 5, "outline-color": "#0b5cad", "outline-offset": 3 } },
  ],
});

function draw(keep) {
  visible = listed();
  const ids = new Set(visible.map(item => item.id));
  const elements = visible.map(item => {
    const parent = "s:" + item.parent.name;
    return { data: { id: item.id, label: item.label, kind: item.kind, status: item.status,
      parent: item.parent.parent && ids.has(parent) ? parent : undefined } };
  });
  for (const edge of edges()) {
    const shapes = [...edge.shapes].filter(Boolean);
    const label = shapes.length > 2 ? `${shapes.length} shapes` : shapes.join(", ");
    elements.push({ data: { source: edge.source, target: edge.target, label } });
  }
  cy.elements().remove();
  cy.add(elements);
  cy.layout({ name: "dagre", rankDir: "TB", nodeSep: 40, rankSep: 72, fit: !keep }).run();
  tree();
  choose(chosen && ids.has(chosen) ? chosen : visible[0] && visible[0].id, Boolean(keep));
  document.body.dataset.drawn = String(visible.length);
}

function tree() {
  element("tree").replaceChildren(...visible.map(item => {
    const line = document.createElement("li");
    line.id = "t:" + item.id;
    line.setAttribute("role", "treeitem");
    line.setAttribute("aria-level", item.depth + 1);
    line.style.paddingLeft = `${0.3 + item.depth}rem`;
    if (item.scope) line.setAttribute("aria-expanded", item.kind === "open");
    const sign = item.scope ? (item.kind === "open" ? "▾ " : "▸ ") : "";
    line.textContent = sign + item.label.replace("\n", " · ");
    line.className = item.status || "";
    line.addEventListener("click", () => item.id === chosen ? toggle() : choose(item.id, true));
    return line;
  }));
}

function choose(id, centre) {
  if (!id) return;
  chosen = id;
  cy.nodes().removeClass("chosen");
  const box = cy.getElementById(id);
  box.addClass("chosen");
  if (centre && box.length) cy.center(box);
  for (const line of element("tree").children) {
    const is = line.id === "t:" + id;
    line.setAttribute("aria-selected", is);
    if (is) {
      element("tree").setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    }
  }
  tell(visible.find(item => item.id === id));
}

function tell(item) {
  const rows = [];
  const row = (name, value) => value !== undefined && value !== "" && rows.push([name, String(value)]);
  const name = item.scope ? item.scope.name : item.node ? item.node.name : item.label;
  if (item.scope) {
    row("ops inside", item.scope.total);
    const cost = data.costs[item.scope.name];
    const own = Object.entries(data.variables)
      .filter(([key]) => key === item.scope.name || key.startsWith(item.scope.name + "/"));
    const weights = own.filter(([, facts]) => facts.role !== "slot");
    row("parameters", weights.reduce((sum, [, facts]) => sum + (facts.parameters || 0), 0));
    if (cost) {
      row("multiply-adds", cost.multiply_adds);
      row("bytes of activations", cost.activation_bytes);
    }
    for (const [key, facts] of weights.slice(0, 12)) row(key.slice(item.scope.name.length + 1) || key, facts.text);
    row("differ", item.scope.differs || "");
  }
  if (item.node) {
    row("op", item.node.op);
    row("shape", item.node.shapes.join("; "));
    row("inputs", item.node.inputs.map(([source]) => nodes[source].name).slice(0, 20).join(", "));
    const facts = data.variables[item.node.name];
    if (facts) { row("variable", facts.text); row("initial value", facts.initializer); }
    row("difference", item.node.status && `${item.node.status}${(data.differences[item.node.name] || [])
      .map(text => "; " + text).join("")}`);
  }
  const title = document.createElement("h2");
  title.textContent = name;
  const list = document.createElement("dl");
  for (const [key, value] of rows) {
    const term = document.createElement("dt"), told = document.createElement("dd");
    term.textContent = key;
    told.textContent = value;
    list.append(term, told);
  }
  element("facts").replaceChildren(title, list);
}

function toggle(open) {
  const item = visible.find(other => other.id === chosen);
  let scope = item && item.scope;
  if (!scope) {
    if (open !== false || !item || !item.parent.parent) return;
    scope = item.parent; // closing an op closes what it is in
  }
  if (open === false && !opened.has(scope.name) && scope.parent.parent) scope = scope.parent;
  const now = open === undefined ? !opened.has(scope.name) : open;
  if (now === opened.has(scope.name)) return;
  if (now) opened.add(scope.name); else opened.delete(scope.name);
  chosen = "s:" + scope.name;
  draw(true);
}

function show(node) {
  for (let scope = node.scope; scope.parent; scope = scope.parent) opened.add(scope.name);
  chosen = "o:" + node.name;
  draw(true);
}

function search() {
  const text = element("search").value.trim().toLowerCase();
  const found = text ? nodes.filter(node => node.name.toLowerCase().includes(text)
    || node.op.toLowerCase() === text) : [];
  const far = node => node.name.toLowerCase() === text ? 0 : node.name.toLowerCase().startsWith(text) ? 1 : 2;
  found.sort((a, b) => far(a) - far(b) || a.index - b.index);
  element("found").replaceChildren(...found.slice(0, 30).map(node => {
    const line = document.createElement("li"), button = document.createElement("button");
    button.textContent = `${node.name} · ${node.op}`;
    button.addEventListener("click", () => show(node));
    line.append(button);
    return line;
  }));
  if (text) {
    const line = document.createElement("li");
    line.textContent = found.length > 30 ? `${found.length} found, 30 shown` : `${found.length} found`;
    element("found").prepend(line);
  }
}

function move(step) {
  const at = visible.findIndex(item => item.id === chosen);
  const next = visible[Math.min(Math.max(at + step, 0), visible.length - 1)];
  if (next) choose(next.id, true);
}

const zoom = factor => cy.zoom({ level: cy.zoom() * factor,
  renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), ArrowRight: () => toggle(true),
  ArrowLeft: () => toggle(false), Enter: () => toggle(), "+": () => zoom(1.3), "-": () => zoom(1 / 1.3),
  0: () => cy.fit(undefined, 20), "/": () => element("search").focus() };
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "BUTTON"].includes(event.target.tagName)) return;
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
element("search").addEventListener("input", search);
element("search").addEventListener("keydown", event => {
  if (event.key === "Enter") element("found").querySelector("button")?.click();
});
element("open").addEventListener("click", () => toggle(true));
element("close").addEventListener("click", () => toggle(false));
element("in").addEventListener("click", () => zoom(1.3));
element("out").addEventListener("click", () => zoom(1 / 1.3));
element("fit").addEventListener("click", () => cy.fit(undefined, 20));
cy.on("tap", "node", event => choose(event.target.id(), false));
cy.on("dbltap", "node", event => { choose(event.target.id(), false); toggle(); });
element("summary").textContent = data.summary;
draw(false);
