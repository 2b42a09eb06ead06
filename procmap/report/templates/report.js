"use strict";
(function () {
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var cards = all("#findings .card");
  all(".tools, .decide").forEach(function (part) { part.hidden = false; });

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
})();
