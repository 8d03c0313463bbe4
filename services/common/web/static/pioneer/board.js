/* 先锋 · 大屏。只改有变化的格子，只挪动换了名次的行；没有脚本时刷新页面即可。 */
(function () {
  "use strict";
  var board = document.querySelector("[data-board]");
  if (!board || !window.EventSource) { return; }
  var body = board.querySelector("[data-lines]"), pattern = board.querySelector("[data-line]");
  var rows = {}, version = board.dataset.version;
  Array.prototype.forEach.call(body.children, function (row) { rows[row.dataset.key] = row; });

  function put(node, text) { if (node && node.textContent !== text) { node.textContent = text; } }
  function cell(row, name) { return row.querySelector('[data-of="' + name + '"]'); }
  function total(name, value) { put(board.querySelector('[data-of="' + name + '"]'), String(value)); }

  function fill(row, line) {
    put(cell(row, "place"), line.place === null ? "—" : String(line.place));
    put(cell(row, "shared"), line.is_shared ? board.dataset.shared : "");
    ["name", "unit", "total", "behind"].forEach(function (name) { put(cell(row, name), line[name]); });
    Array.prototype.forEach.call(row.querySelectorAll('[data-of="part"]'), function (node, n) { put(node, line.parts[n]); });
    put(cell(row, "state"), line.state || (line.is_checked ? board.dataset.checked : board.dataset.unchecked));
    var leads = line.place !== null && line.place <= 3;
    if (row.classList.contains("in3") !== leads) { row.classList.toggle("in3", leads); }
  }
  function fresh(key) {
    var row = pattern.content.firstElementChild.cloneNode(true);
    row.dataset.key = key;
    return row;
  }
  function show(state) {
    var kept = {};
    state.lines.forEach(function (line) { kept[line.key] = rows[line.key] || fresh(line.key); });
    /* 先去掉不在的行，留下的行才不必逐个挪动。 */
    Object.keys(rows).forEach(function (key) { if (!kept[key]) { rows[key].remove(); } });
    rows = kept;
    var at = body.firstElementChild;
    state.lines.forEach(function (line) {
      var row = rows[line.key];
      fill(row, line);
      if (row === at) { at = at.nextElementSibling; } else { body.insertBefore(row, at); }
    });
    ["scored", "entered", "unchecked"].forEach(function (name) { total(name, state[name]); });
    var nobody = board.querySelector('[data-of="nobody"]');
    if (nobody) { nobody.hidden = state.lines.length > 0; }
    version = state.version;
  }
  function clock() {
    var now = new Date(Date.now() + 8 * 3600000).toISOString();
    total("clock", now.slice(11, 16));
  }
  function listen() {
    var source = new EventSource(board.dataset.board);
    source.addEventListener("board", function (event) {
      var state = JSON.parse(event.data);
      if (state.version !== version) { show(state); }
    });
    source.addEventListener("error", function () {
      /* 浏览器自己会再连；已经放弃的（登录过期等），过一会儿重新打开本页。 */
      if (source.readyState === EventSource.CLOSED) { window.setTimeout(function () { window.location.reload(); }, 15000); }
    });
  }
  clock(); window.setInterval(clock, 5000); listen();
})();
