/* 先锋 · 页面脚本。没有它，每一页仍是普通表单；有了它，填写更放心。
   用 data-* 声明：data-confirm data-dirty data-autosave data-once data-count data-copy data-print data-chart data-focus */
(function () {
  "use strict";
  var me = document.currentScript;
  var words = JSON.parse(me.dataset.words || "{}");
  document.documentElement.classList.add("js");

  function each(selector, act, root) { Array.prototype.forEach.call((root || document).querySelectorAll(selector), act); }
  function say(word) {
    var rest = Array.prototype.slice.call(arguments, 1);
    return (words[word] || "").replace(/\{\}/g, function () { return rest.shift(); });
  }
  function make(name, className, text) {
    var node = document.createElement(name);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    return node;
  }
  function freshKey() {
    if (window.crypto && crypto.randomUUID) { return crypto.randomUUID(); }
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = b[6] & 15 | 64; b[8] = b[8] & 63 | 128;
    var h = Array.prototype.map.call(b, function (n) { return (n + 256).toString(16).slice(1); }).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }

  /* 二次确认：按钮上写的就是要办的事 */
  function doubt(form, button) { return (button && button.dataset.confirm) || form.dataset.confirm; }
  function ask(form, button) {
    var box = make("dialog"), acts = make("p", "acts");
    var no = make("button", "btn btn-line", say("cancel")), yes = make("button", button.className, button.textContent.trim());
    no.type = yes.type = "button";
    box.appendChild(make("p", "", doubt(form, button)));
    acts.appendChild(no); acts.appendChild(yes); box.appendChild(acts); document.body.appendChild(box);
    box.addEventListener("close", function () { box.remove(); });
    no.addEventListener("click", function () { box.close(); });
    yes.addEventListener("click", function () { form.dataset.confirmed = "yes"; box.close(); button.click(); });
    box.showModal(); no.focus();
  }
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter || document.activeElement;
    if (!button || button.form !== form) { button = form.querySelector("[type=submit]"); }
    if (doubt(form, button) && form.dataset.confirmed !== "yes" && button && window.HTMLDialogElement) {
      event.preventDefault(); ask(form, button); return;
    }
    if ("once" in form.dataset) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      form.dataset.clean = "yes";
      if (button) { button.setAttribute("aria-busy", "true"); }
    }
  }, true);
  document.addEventListener("htmx:afterRequest", reopen);
  window.addEventListener("pageshow", reopen);
  function reopen() {
    each("form[data-sent]", function (form) {
      delete form.dataset.sent; delete form.dataset.confirmed;
      each("[aria-busy]", function (button) { button.removeAttribute("aria-busy"); }, form);
    });
  }

  /* 未保存就离开时提醒 */
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && "dirty" in form.dataset) { form.dataset.changed = "yes"; delete form.dataset.clean; status(form, say("changed")); }
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-changed]:not([data-clean])")) { event.preventDefault(); event.returnValue = ""; }
  });

  /* 自动保存草稿：停笔两秒后送一次；版本随答复更新，冲突时停下来说明 */
  function status(form, text) { var line = form.querySelector("[data-autosave-status]"); if (line) { line.textContent = text; } }
  function autosave(form) {
    var timer = 0, busy = false;
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(send, 2000); });
    function send() {
      if (busy || form.dataset.sent || form.dataset.conflict) { return; }
      busy = true;
      var body = new FormData(form), key = freshKey();
      each("input[type=file]", function (input) { body.delete(input.name); }, form);
      body.set("idempotency_key", key);
      delete form.dataset.changed;
      status(form, say("saving"));
      fetch(form.dataset.autosave, {
        method: "POST", body: body, credentials: "same-origin", redirect: "manual",
        headers: { "Accept": "application/json", "Idempotency-Key": key, "X-Autosave": "1" }
      }).then(function (answer) {
        if (answer.status === 412) { form.dataset.conflict = "yes"; form.dataset.changed = "yes"; status(form, say("saved_by_other")); return null; }
        if (answer.status === 401 || answer.type === "opaqueredirect") { form.dataset.changed = "yes"; status(form, say("signed_out")); return null; }
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      }).then(function (kept) {
        busy = false;
        if (!kept) { return; }
        if (form.elements.version && kept.version !== undefined) { form.elements.version.value = kept.version; }
        if (form.dataset.changed) { timer = setTimeout(send, 2000); return; }
        var now = new Date(), two = function (n) { return (n < 10 ? "0" : "") + n; };
        status(form, say("saved", kept.saved_at || two(now.getHours()) + ":" + two(now.getMinutes())));
      }).catch(function () { busy = false; form.dataset.changed = "yes"; status(form, say("not_saved")); timer = setTimeout(send, 15000); });
    }
  }

  /* 字数 */
  function count(area) {
    var line = make("span", "count"), limit = Number(area.dataset.count);
    function show() {
      var written = area.value.replace(/\s/g, "").length;
      line.textContent = say("count", written, limit);
      line.classList.toggle("is-over", written > limit);
    }
    area.insertAdjacentElement("afterend", line); area.addEventListener("input", show); show();
  }

  /* 评分表：边填边合计，以分为单位相加，不用浮点 */
  function cents(text) {
    var m = /^\s*(\d{1,4})(?:\.(\d{1,2}))?\s*$/.exec(text);
    return m ? Number(m[1]) * 100 + Number(((m[2] || "") + "00").slice(0, 2)) : null;
  }
  function scores(form) {
    var total = form.querySelector("[data-score-total]"), inputs = form.querySelectorAll("[data-score]");
    if (!total || !inputs.length) { return; }
    var fixed = cents(total.textContent);
    Array.prototype.forEach.call(inputs, function (input) { fixed = fixed === null ? null : fixed - (cents(input.value) || 0); });
    form.addEventListener("input", function (event) {
      if (!("score" in event.target.dataset)) { return; }
      var sum = fixed === null || fixed < 0 ? 0 : fixed;
      Array.prototype.forEach.call(inputs, function (input) { sum += cents(input.value) || 0; });
      total.textContent = Math.floor(sum / 100) + "." + ("0" + sum % 100).slice(-2);
    });
  }

  /* 复制、打印；打印前展开折叠的内容 */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy],[data-print]");
    if (!button) { return; }
    if ("print" in button.dataset) { window.print(); return; }
    var source = document.querySelector(button.dataset.copy), text = source ? (source.value || source.textContent).trim() : "";
    if (!navigator.clipboard) { return; }
    navigator.clipboard.writeText(text).then(function () {
      var line = make("span", "small txt-ok ms-2", say("copied"));
      line.setAttribute("role", "status"); button.insertAdjacentElement("afterend", line);
      setTimeout(function () { line.remove(); }, 2000);
    });
  });
  window.addEventListener("beforeprint", function () { each("details.fold", function (part) { part.open = true; }); });

  /* 错误提示：得到焦点；点一条，展开所在部分并落到那一格 */
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#f-']");
    if (!link) { return; }
    var target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) { return; }
    event.preventDefault();
    for (var up = target; up; up = up.parentElement) { if (up.tagName === "DETAILS") { up.open = true; } }
    target.scrollIntoView({ block: "center" }); target.focus({ preventScroll: true });
  });

  /* 图表：数字在旁边的表里，图只是看得快 */
  var echartsLoading = null;
  function echarts() {
    if (window.echarts) { return Promise.resolve(window.echarts); }
    echartsLoading = echartsLoading || new Promise(function (done, failed) {
      var script = make("script");
      script.src = me.dataset.echarts; script.onload = function () { done(window.echarts); }; script.onerror = failed;
      document.head.appendChild(script);
    });
    return echartsLoading;
  }
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function draw(box) {
    var asked = JSON.parse(box.dataset.chart), act = colour("--act"), old = colour("--line-strong"), text = { color: colour("--ink-2"), fontSize: 12 };
    echarts().then(function (lib) {
      var plot = lib.init(box, null, { renderer: "svg" });
      plot.setOption({
        animation: false, textStyle: { fontFamily: colour("--sans"), fontSize: 12 }, color: [act, old],
        grid: { left: 8, right: asked.kind === "line" ? 88 : 24, top: 28, bottom: 8, containLabel: true },
        xAxis: asked.kind === "bar" ? { type: "value", axisLabel: text, splitLine: { lineStyle: { color: colour("--line") } } } : { type: "category", data: asked.categories, axisLabel: { color: text.color, fontSize: 12, hideOverlap: true }, axisTick: { show: false }, boundaryGap: false },
        yAxis: asked.kind === "bar" ? { type: "category", data: asked.categories, inverse: true, axisLabel: text, axisTick: { show: false } } : { type: "value", minInterval: asked.unit === "个" ? 1 : 0, name: asked.unit, nameTextStyle: text, axisLabel: text, splitLine: { lineStyle: { color: colour("--line") } } },
        series: asked.series.map(function (one, i) {
          return {
            type: asked.kind, name: one[0], data: one[1], barMaxWidth: 14, showSymbol: false, connectNulls: false,
            lineStyle: { width: i ? 2 : 2.5, type: i ? [5, 4] : "solid", color: i ? old : act },
            endLabel: { show: asked.kind === "line", formatter: "{a} {c}", color: text.color, fontSize: 12, backgroundColor: colour("--paper"), padding: [1, 3] },
            labelLayout: { moveOverlap: "shiftY", hideOverlap: false },
            label: { show: asked.kind === "bar", position: "right", color: text.color, fontSize: 12 }
          };
        })
      });
      window.addEventListener("resize", function () { plot.resize(); });
    });
  }

  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
  });

  /* 手机上的步骤条、导航和页签横向滚动：当前一项要看得见 */
  function show(item) {
    var strip = item.closest(".tasklist, .topnav, .tabs"), its = strip.getBoundingClientRect(), own = item.getBoundingClientRect();
    if (own.left < its.left || own.right > its.right || strip.matches(".tasklist")) { strip.scrollLeft += own.left - its.left; }
  }

  /* 未读消息：只有工作台知道有几条，别的页面显示在那里最后看到的数 */
  function unread(link) {
    var known = link.dataset.unread, place = "unread " + link.getAttribute("href"), word;
    try {
      if (known !== "") { sessionStorage.setItem(place, known); return; }
      known = Number(sessionStorage.getItem(place));
    } catch (refused) { return; }
    if (known > 0) {
      word = make("span", "visually-hidden", say("unread"));
      link.appendChild(document.createTextNode(" " + known)); link.appendChild(word);
    }
  }

  function start(root) {
    each("[data-unread]", unread, root);
    each("form[data-autosave]", autosave, root);
    each("form", scores, root);
    each("textarea[data-count]", count, root);
    each("[data-chart]", draw, root);
    each(".tasklist [aria-current], .topnav [aria-current], .tabs [aria-current]", show, root);
    var summary = root.querySelector("[data-focus]");
    if (summary) { summary.focus(); }
  }
  start(document);
  document.addEventListener("htmx:load", function (event) { if (event.detail.elt !== document.body) { start(event.detail.elt); } });
}());
