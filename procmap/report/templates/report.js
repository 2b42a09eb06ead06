"use strict";
(function () {
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var cards = all("#findings .card");
  all(".tools, .decide").forEach(function (part) { part.hidden = false; });

  // what is wider than its room says so: on a touch screen no scrollbar does
  var slides = function () {
    all(".drawing, .scroll").forEach(function (part) {
      part.classList.toggle("slides", part.scrollWidth > part.clientWidth + 1);
    });
  };
  slides();
  window.addEventListener("resize", slides);

  var plain = function (text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };
  var filter = document.getElementById("filter");
  if (filter) {
    filter.addEventListener("input", function () {
      var wanted = plain(filter.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      cards.forEach(function (card) {
        var text = plain(card.dataset.search);
        card.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        shown += card.hidden ? 0 : 1;
      });
      document.getElementById("shown").textContent = String(shown);
    });
  }

  // what procmap itself writes as escapes: controls, direction marks, line and paragraph separators
  var hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;
  var toml = function (text) {
    return '"' + text.replace(/["\\]/g, "\\$&").replace(hidden, function (c) {
      var code = c.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) { return "\ufffd"; }
      var hex = code.toString(16).toUpperCase();
      return code > 0xffff ? "\\U" + hex.padStart(8, "0") : "\\u" + hex.padStart(4, "0");
    }) + '"';
  };
  var comment = function (text) { return "# " + text.replace(hidden, " ").trim(); };
  var button = document.getElementById("export");
  if (button) {
    button.addEventListener("click", function () {
      var lines = [comment(button.dataset.head), comment(button.dataset.next)];
      cards.filter(function (card) { return card.dataset.key; }).forEach(function (card) {
        lines.push("", comment(card.dataset.said), comment(card.dataset.gain), "[[finding]]",
          "id = " + toml(card.dataset.id), "key = " + card.dataset.key, "detector = " + toml(card.dataset.detector),
          "accept = " + card.querySelector("[name=accept]").checked,
          "reason = " + toml(card.querySelector("[name=reason]").value));
      });
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "application/toml" }));
      link.download = "plan.toml";
      document.body.appendChild(link);
      link.click();
      link.remove();
    });
  }

  // the figures of every set of ticks were written beforehand: they are put in place, and none is computed here
  var held = document.getElementById("choices");
  if (held) {
    var choices = JSON.parse(held.textContent);
    var ticks = all("[data-tick]");
    var places = all("[data-part]").map(function (place) {
      return { name: place.dataset.part, at: place, first: Array.prototype.slice.call(place.childNodes), hidden: place.hidden };
    });
    var shownKey = null;
    var markup = function (pieces) {
      return pieces.map(function (piece) { return typeof piece === "number" ? choices.table[piece] : piece; }).join("");
    };
    var ticked = function () {
      return choices.proposals.filter(function (id) {
        return ticks.some(function (box) { return box.dataset.tick === id && box.checked; });
      });
    };
    var same = function (one, other) { return one.join(" ") === other.join(" "); };
    var barred = function (ids) {
      return choices.barred.filter(function (law) {
        return same(law[0], ids) || (law[1] && law[0].every(function (id) { return ids.indexOf(id) >= 0; }));
      })[0];
    };
    // where the bars of the saved plan are hidden, what stands there instead, or nothing
    var instead = function (figure, told) {
      all(".instead", figure).forEach(function (note) { note.remove(); });
      all(told ? ".waterfall" : ".none", figure).forEach(function (bars) {
        var room = bars.getBBox(), note = document.createElementNS("http://www.w3.org/2000/svg", "foreignObject");
        ["x", "y", "width", "height"].forEach(function (side) { note.setAttribute(side, room[side]); });
        note.setAttribute("class", "instead");
        note.appendChild(document.createElement("p")).textContent = told;
        bars.parentNode.insertBefore(note, bars.nextSibling);
      });
    };
    var show = function () {
      var ids = ticked(), saved = same(ids, choices.plan), key = ids.join(" ");
      if (key === shownKey) { return; }
      shownKey = key;
      var found = Object.prototype.hasOwnProperty.call(choices.sets, key) ? choices.sets[key] : null;
      var law = found ? null : barred(ids);
      var told = found ? found.told : law ? law[2] : choices.unknown.told;
      var parts = (found || choices.unknown).parts;
      places.forEach(function (place) {
        if (saved) {
          place.at.replaceChildren.apply(place.at, place.first);
          place.at.hidden = place.hidden;
        } else {
          place.at.innerHTML = markup(parts[place.name] || []);
          place.at.hidden = !place.at.firstChild;
        }
      });
      if (!saved) { all("[data-why]").forEach(function (why) { why.textContent = told; }); }
      var soon = all("[data-monday]");
      soon.forEach(function (part) { part.hidden = Boolean(law) || ids.indexOf(part.dataset.monday) < 0; });
      all(".monday").forEach(function (part) { part.hidden = soon.every(function (one) { return one.hidden; }); });
      all("#picture").forEach(function (part) { part.toggleAttribute("data-other", !saved); });
      all("#picture figure").forEach(function (figure) { instead(figure, saved ? "" : (parts.bars || []).length ? figure.dataset.instead : figure.dataset.insteadNone); });
      all(".saved").forEach(function (note) { note.hidden = saved; });
      all("[data-finding]").forEach(function (part) {
        var of = part.dataset.finding.split(" ");
        var out = !saved && !of.some(function (id) { return ids.indexOf(id) >= 0; }) && of.some(function (id) { return choices.plan.indexOf(id) >= 0; });
        part.toggleAttribute("data-unticked", out);
      });
      document.getElementById("ticked").textContent = saved ? "" : told;
      slides();
    };
    ticks.forEach(function (box) {
      box.addEventListener("change", function () {
        ticks.forEach(function (other) { if (other.dataset.tick === box.dataset.tick) { other.checked = box.checked; } });
        show();
      });
    });
    all(".tick").forEach(function (part) { part.hidden = false; });
    shownKey = choices.plan.join(" ");
    show();
  }
})();
