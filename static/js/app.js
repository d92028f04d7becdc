/* Samverk: what the pages do beyond links and forms.
   Loaded in <head> without defer: the first lines set the theme before paint; everything
   else waits for DOMContentLoaded. No inline handlers, no eval. The words come from
   data attributes of #sv-words, so one file serves every language.
   Uses, when present: bootstrap (toasts, menus), htmx 2, Plotly (fetched on demand). */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "sv-theme";

  /* ---- theme: auto | light | dark --------------------------------------- */
  function stored() { try { return localStorage.getItem(KEY) || "auto"; } catch (e) { return "auto"; } }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function applyTheme(choice) {
    var t = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    root.setAttribute("data-bs-theme", t);
    document.querySelectorAll("[data-sv-theme]").forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.dataset.svTheme === choice));
    });
    document.dispatchEvent(new CustomEvent("sv:theme", { detail: t }));
  }
  applyTheme(stored());
  dark.addEventListener("change", function () { applyTheme(stored()); });

  var SV = (window.SV = {});
  function token(name) { return getComputedStyle(root).getPropertyValue(name).trim(); }
  function word(name, values) {
    var host = document.getElementById("sv-words");
    var text = (host && host.dataset[name]) || "";
    Object.keys(values || {}).forEach(function (k) { text = text.replace("{" + k + "}", values[k]); });
    return text;
  }

  /* ---- toasts: SV.toast("Saved", {kind: "ok"|"bad"}) ---------------------- */
  SV.toast = function (text, opt) {
    opt = opt || {};
    var host = document.getElementById("sv-toasts");
    if (!host) return;
    var bad = opt.kind === "bad" || opt.kind === "error" || opt.kind === "warning";
    var el = document.createElement("div"), body = document.createElement("div");
    var icon = document.createElement("i"), words = document.createElement("div"), close = document.createElement("button");
    el.className = "toast";
    el.setAttribute("role", bad ? "alert" : "status");
    body.className = "toast-body";
    icon.className = "bi " + (bad ? "bi-exclamation-octagon-fill" : "bi-check-circle-fill");
    icon.setAttribute("aria-hidden", "true");
    words.textContent = text;
    close.type = "button"; close.className = "btn-close";
    close.setAttribute("data-bs-dismiss", "toast");
    close.setAttribute("aria-label", word("close"));
    body.append(icon, words, close); el.append(body); host.append(el);
    if (window.bootstrap) new window.bootstrap.Toast(el, { delay: 7000, autohide: !bad }).show();
  };

  /* ---- save state: SV.saveState(el, "saving"|"ok"|"bad") ------------------- */
  SV.saveState = function (el, state) {
    if (!el) return;
    var now = new Date(), mark = root.lang === "en" ? ":" : ".";
    var time = String(now.getHours()).padStart(2, "0") + mark + String(now.getMinutes()).padStart(2, "0");
    var text = word({ saving: "saving", ok: "saved", bad: "unsaved", kept: "kept" }[state], { time: time });
    var icon = document.createElement("i"), words = document.createElement("span");
    icon.className = "bi " + { saving: "bi-arrow-repeat", ok: "bi-check2", bad: "bi-wifi-off", kept: "bi-wifi-off" }[state];
    icon.setAttribute("aria-hidden", "true");
    words.textContent = text;
    el.className = "sv-save" + (state === "ok" ? " is-ok" : state === "saving" ? "" : " is-bad");
    el.replaceChildren(icon, words);
  };

  /* ---- Plotly: fetched when a reader opens a chart -------------------------- */
  var MONTHS = {
    nb: ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"],
    sv: ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
  };
  var DAYS = {
    nb: ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"],
    nn: ["søndag", "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag"],
    sv: ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"]
  };
  function locale(name, months, days, date) {
    function short(w) { return w.slice(0, 3); }
    return { moduleType: "locale", name: name, dictionary: {}, format: {
      days: days, shortDays: days.map(short), months: months, shortMonths: months.map(short),
      decimal: ",", thousands: "\u202f", date: date } };
  }
  var LOCALES = [
    locale("nb", MONTHS.nb, DAYS.nb, "%d.%m.%Y"), locale("nn", MONTHS.nb, DAYS.nn, "%d.%m.%Y"),
    locale("sv", MONTHS.sv, DAYS.sv, "%Y-%m-%d")
  ];
  var plotly = null;
  function loadPlotly() {
    if (plotly) return plotly;
    plotly = new Promise(function (resolve, reject) {
      var s = document.createElement("script");
      s.src = word("plotly");
      s.onload = function () { window.Plotly.register(LOCALES); resolve(window.Plotly); };
      s.onerror = function () { plotly = null; reject(new Error("plotly")); };
      document.head.append(s);
    });
    return plotly;
  }
  SV.template = function () {
    var ink = token("--sv-ink"), muted = token("--sv-muted"), line = token("--sv-line"), surf = token("--sv-surface");
    var font = { family: token("--sv-font"), size: 13, color: ink };
    var axis = { gridcolor: line, linecolor: muted, zeroline: false, tickfont: { size: 12, color: muted }, title: { font: { size: 12, color: muted }, standoff: 10 }, automargin: true, fixedrange: true, ticklen: 4, tickcolor: line };
    return { layout: {
      font: font, paper_bgcolor: surf, plot_bgcolor: surf, colorway: [token("--sv-chart-own"), token("--sv-chart-peer")],
      margin: { l: 48, r: 16, t: 12, b: 40 }, showlegend: false,
      separators: root.lang === "en" ? ".," : ",\u202f", hovermode: "closest",
      hoverlabel: { bgcolor: token("--sv-deep"), bordercolor: token("--sv-deep"), font: { family: font.family, size: 13, color: token("--sv-on-deep") }, align: "left" },
      xaxis: Object.assign({}, axis, { showgrid: false, showline: true }), yaxis: Object.assign({}, axis, { showline: false }) } };
  };
  /* "token:--sv-x" anywhere in a figure is replaced by the live CSS value */
  function paint(v) {
    if (typeof v === "string") return v.indexOf("token:") === 0 ? token(v.slice(6)) : v;
    if (Array.isArray(v)) return v.map(paint);
    if (v && typeof v === "object") { var o = {}; Object.keys(v).forEach(function (k) { o[k] = paint(v[k]); }); return o; }
    return v;
  }
  SV.draw = function (el) {
    var src = document.getElementById(el.dataset.svPlot);
    if (!src || !window.Plotly) return;
    var fig = paint(JSON.parse(src.textContent));
    var lay = Object.assign({}, fig.layout, { template: SV.template() });
    var narrow = el.clientWidth < 520 && fig.narrow;
    if (narrow) { Object.keys(narrow).forEach(function (k) { lay[k] = Array.isArray(narrow[k]) || typeof narrow[k] !== "object" ? narrow[k] : Object.assign({}, lay[k], narrow[k]); }); }
    window.Plotly.react(el, fig.data, lay, { displayModeBar: false, responsive: true, locale: root.lang === "en" ? "en-US" : root.lang });
  };
  function drawAll() { document.querySelectorAll(".sv-plot.is-open").forEach(SV.draw); }
  function openChart(button) {
    var plot = document.getElementById(button.getAttribute("aria-controls"));
    if (!plot) return;
    button.disabled = true;
    loadPlotly().then(function () {
      var still = plot.parentNode.querySelector(".sv-still");
      plot.hidden = false; plot.classList.add("is-open");
      if (still) still.classList.add("d-none");
      button.remove();
      SV.draw(plot);
      plot.focus();
    }, function () {
      button.disabled = false;
      SV.toast(word("chartfailed"), { kind: "bad" });
    });
  }

  /* ---- drafts: form[data-sv-draft] ------------------------------------------
     What is typed is kept on the device at once, sent after 800 ms, and forgotten here when
     the server has it. Without connection it stays, and is sent when there is one again. */
  var DRAFTS = "sv-draft:";
  function draft(form) {
    var set = form.dataset, key = DRAFTS + set.svDraftKey, host = document.getElementById(set.svDraftState);
    var timer = null, flying = null, latest = null;
    function keep(copy) {
      latest = copy;
      try { if (copy) localStorage.setItem(key, JSON.stringify(copy)); else localStorage.removeItem(key); } catch (e) { /* private mode */ }
    }
    function kept() { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } }
    function values() {
      var all = {};
      new FormData(form).forEach(function (value, name) { if (name !== "csrfmiddlewaretoken" && name !== "next") all[name] = value; });
      return all;
    }
    function stop() { clearTimeout(timer); if (flying) flying.abort(); flying = null; }
    function send() {
      var copy = latest, mine = new AbortController();
      if (!copy || !form.isConnected) return;
      stop();
      flying = mine;
      SV.saveState(host, "saving");
      fetch(set.svDraft, { method: "PATCH", body: new URLSearchParams(copy.values), headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value }, signal: mine.signal })
        .then(function (answer) {
          if (answer.status !== 204) throw new Error(String(answer.status));
          if (latest === copy) keep(null);
          SV.saveState(host, "ok");
        })
        .catch(function () {
          if (mine.signal.aborted) return;
          SV.saveState(host, "kept");
          timer = setTimeout(send, 15000);
        });
    }
    var old = kept();
    if (old && old.values.submission !== set.svDraftSent && old.at > +set.svDraftStamp) {
      var now = values(), note = document.getElementById(set.svDraftNote);
      Object.keys(old.values).forEach(function (name) {
        if (name !== "submission" && name !== "seen" && form.elements[name]) form.elements[name].value = old.values[name];
      });
      if (note) { note.textContent = note.dataset.svLocal; note.hidden = false; }
      keep({ at: old.at, values: Object.assign(values(), { submission: now.submission }) });
      send();
    } else if (old) {
      keep(null);
    }
    form.addEventListener("input", function () {
      keep({ at: Date.now(), values: values() });
      clearTimeout(timer);
      timer = setTimeout(send, 800);
    });
    form.addEventListener("submit", function (e) {
      stop();
      if (e.submitter && e.submitter.name === "discard") keep(null);
    });
    window.addEventListener("online", send);
  }
  /* nothing that was typed stays on a shared device after signing out */
  document.addEventListener("submit", function (e) {
    if (!/\/logout\/$/.test(e.target.action)) return;
    try { Object.keys(localStorage).forEach(function (name) { if (name.indexOf(DRAFTS) === 0) localStorage.removeItem(name); }); } catch (err) { /* private mode */ }
  });

  /* ---- once for each part of the page; again after htmx has swapped one ------ */
  function prepare(part) {
    part.querySelectorAll("form[data-sv-draft]").forEach(draft);
    part.querySelectorAll("textarea[data-sv-max]").forEach(function (t) {
      var out = document.getElementById(t.id + "_count"), max = +t.dataset.svMax;
      function upd() { if (!out) return; var left = max - t.value.length; out.textContent = word(left >= 0 ? "left" : "over", { count: Math.abs(left) }); }
      t.addEventListener("input", upd); upd();
    });
    /* a radio or checkbox opens the block named in data-sv-reveal */
    part.querySelectorAll("[data-sv-reveal]").forEach(function (box) {
      var target = document.getElementById(box.dataset.svReveal);
      if (!target) return;
      function upd() { var on = box.querySelector("input:checked"); target.hidden = !(on && on.value !== "0" && on.value !== "na"); }
      box.addEventListener("change", upd); upd();
    });
    part.querySelectorAll("[data-sv-needs-js]").forEach(function (el) { el.hidden = false; });
    /* an error summary takes focus after a failed submit */
    var sum = part.querySelector("[data-sv-errors][data-sv-autofocus]");
    if (sum) sum.focus();
    /* a toast that the server put in the page (Django messages) */
    part.querySelectorAll("template[data-sv-toast]").forEach(function (t) { SV.toast(t.content.textContent.trim(), { kind: t.dataset.svToast }); t.remove(); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    applyTheme(stored());
    prepare(document);
    document.addEventListener("click", function (e) {
      var b = e.target.closest && e.target.closest("[data-sv-theme],[data-sv-print],[data-sv-copy],[data-sv-open-chart]");
      if (!b) return;
      if (b.dataset.svTheme) {
        try { localStorage.setItem(KEY, b.dataset.svTheme); } catch (err) { /* private mode */ }
        applyTheme(b.dataset.svTheme);
      } else if ("svPrint" in b.dataset) {
        window.print();
      } else if ("svCopy" in b.dataset) {
        var text = b.dataset.svCopy || location.href;
        if (navigator.clipboard) navigator.clipboard.writeText(text).then(function () { SV.toast(word("copied")); });
      } else if ("svOpenChart" in b.dataset) {
        openChart(b);
      }
    });
    /* submit a filter form at once when a control in it changes (works without htmx too) */
    document.addEventListener("change", function (e) {
      var f = e.target.form;
      if (f && "svAutosubmit" in f.dataset && f.requestSubmit) f.requestSubmit();
    });
    document.addEventListener("sv:theme", drawAll);
    /* charts must be drawn for paper in light colours */
    var before;
    window.addEventListener("beforeprint", function () { before = root.getAttribute("data-bs-theme"); root.setAttribute("data-bs-theme", "light"); drawAll(); });
    window.addEventListener("afterprint", function () { if (before) { root.setAttribute("data-bs-theme", before); drawAll(); } });
  });

  /* ---- htmx 2 ------------------------------------------------------------------ */
  function saveHost(e) {
    var el = e.detail && e.detail.elt;
    var name = el && el.dataset && el.dataset.svSave;
    return name ? document.querySelector(name) : null;
  }
  document.addEventListener("htmx:beforeRequest", function (e) { SV.saveState(saveHost(e), "saving"); });
  document.addEventListener("htmx:afterRequest", function (e) {
    var host = saveHost(e), xhr = e.detail.xhr;
    SV.saveState(host, e.detail.successful ? "ok" : "bad");
    /* refused: say why, and not that the network is gone */
    if (host && xhr && xhr.status === 409) { host.firstChild.className = "bi bi-exclamation-octagon"; host.lastChild.textContent = xhr.responseText; }
  });
  /* sent by hand while a save is under way: wait for it, or the two would clash */
  document.addEventListener("submit", function (e) {
    var form = e.target, button = e.submitter;
    if (!form.dataset.svSave || !form.classList.contains("htmx-request")) return;
    e.preventDefault();
    form.addEventListener("htmx:afterRequest", function () { setTimeout(function () { form.requestSubmit(button); }); }, { once: true });
  });
  /* a form that is fetched in place: a whole page in its stead (the session has ended, the
     form has no short shape) is opened as the page that it is */
  document.addEventListener("htmx:beforeSwap", function (e) {
    var host = e.detail.target && e.detail.target.closest && e.detail.target.closest("[data-sv-form]");
    if (!host || !/^\s*<!doctype/i.test(e.detail.xhr.responseText || "")) return;
    e.detail.shouldSwap = false;
    var link = host.querySelector("a[data-sv-form-link]");
    if (link && e.detail.requestConfig.verb === "get" && e.detail.requestConfig.elt.open && host.dataset.svForm !== "first") location.assign(link.href);
    else if (e.detail.requestConfig.verb !== "get") location.reload();
  });
  document.addEventListener("htmx:load", function (e) { if (e.detail.elt !== document.body) prepare(e.detail.elt); });
})();
