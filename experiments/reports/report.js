/* Shows one language, draws its charts in the page's own colours, and makes them fit a sheet of paper. */
(function () {
  "use strict";
  var PAPER = 660;
  var NARROW = 480;
  var LETTERS = 42;
  var root = document.documentElement;
  var figures = JSON.parse(document.getElementById("qunlab-figures").textContent);
  var buttons = Array.prototype.slice.call(document.querySelectorAll("nav button"));
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function plots() {
    return Array.prototype.slice.call(document.querySelectorAll("main .plot")).filter(function (plot) {
      return plot.closest("main").dataset.page === root.dataset.language;
    });
  }

  function ink() {
    return getComputedStyle(root).getPropertyValue("--ink").trim();
  }

  function size(letters) {
    return Array.prototype.reduce.call(
      letters,
      function (sum, letter) {
        return sum + (letter > "\u2e80" ? 2 : 1);
      },
      0
    );
  }

  /* A row's name that is too long for the screen goes on in a second line, and all rows get room for it. */
  function broken(text) {
    var parts = /^<b>(.*)<\/b> {2}(.*)$/.exec(text);
    if (!parts || size(parts[1]) <= LETTERS) {
      return parts ? "<b>" + parts[1] + "</b><br>" + parts[2] : text;
    }
    var half = Math.floor(parts[1].length / 2);
    var space = parts[1].indexOf(" ", half);
    var place = space < 0 ? half : space;
    return "<b>" + parts[1].slice(0, place) + "<br>" + parts[1].slice(place).trim() + "</b>  " + parts[2];
  }

  function fit(plot, layout) {
    var rows = (layout.annotations || []).filter(function (one) {
      return one.name === "row";
    });
    var long = rows.some(function (one) {
      return size(one.text) > LETTERS + 9;
    });
    if (plot.clientWidth < NARROW && long) {
      rows.forEach(function (one) {
        one.text = broken(one.text);
      });
      layout.height += 17 * rows.length;
    }
  }

  function draw(plot) {
    var figure = figures[plot.dataset.figure];
    var layout = figure.layout;
    layout.font = Object.assign({}, layout.font, { color: ink(), family: getComputedStyle(document.body).fontFamily });
    layout.autosize = true;
    fit(plot, layout);
    Object.keys(layout).forEach(function (name) {
      if (/^[xy]axis/.test(name)) {
        layout[name].tickcolor = "rgba(127,132,142,0.6)";
      }
    });
    var options = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false };
    window.Plotly.newPlot(plot, figure.data, layout, options);
  }

  function show(language) {
    root.dataset.language = language;
    root.lang = language === "zh" ? "zh-Hans" : language;
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    });
    document.title = document.querySelector('main[data-page="' + language + '"]').dataset.title;
    plots().forEach(function (plot) {
      if (plot.data) {
        window.Plotly.Plots.resize(plot);
      } else {
        draw(plot);
      }
    });
  }

  function colour(letters) {
    document.querySelectorAll("main .plot").forEach(function (plot) {
      if (plot.data) {
        window.Plotly.relayout(plot, { "font.color": letters });
      }
    });
  }

  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      show(button.dataset.language);
    });
  });
  dark.addEventListener("change", function () {
    colour(ink());
  });
  window.addEventListener("beforeprint", function () {
    plots().forEach(function (plot) {
      window.Plotly.relayout(plot, { width: PAPER, "font.color": "#111111" });
    });
  });
  window.addEventListener("afterprint", function () {
    plots().forEach(function (plot) {
      window.Plotly.relayout(plot, { width: null, autosize: true, "font.color": ink() });
    });
  });

  var wanted = (navigator.languages && navigator.languages[0]) || navigator.language || "";
  var there = buttons.map(function (button) {
    return button.dataset.language;
  });
  var short = wanted.toLowerCase().split("-")[0];
  show(there.indexOf(short) >= 0 ? short : there[0]);
})();
