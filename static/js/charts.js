/* Draws every <canvas data-chart="id of a json_script"> with the sheet's own colours.
   The figures stand in the table below it; this is only the picture. */
(() => {
  "use strict";
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const ink = token("--ink"), soft = token("--soft"), line = token("--line"), sheet = token("--sheet");
  // Strong, then ever quieter: told apart by lightness too, and by dashes on lines.
  const tones = ["#b83f10", "#3d332a", "#d98a5f", "#857565", "#edc3a8", "#5e2310", "#b9ab99", "#f0dccd", "#241b14"];
  const dashes = [[], [7, 4], [2, 3]];
  const language = document.documentElement.lang || "zh-hans";
  const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
  const exact = {
    yuan: new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    count: new Intl.NumberFormat(language),
  };

  function draw(canvas) {
    const data = JSON.parse(document.getElementById(canvas.dataset.chart).textContent);
    const yen = data.unit === "yuan" ? "¥" : "";
    const round = data.kind === "doughnut";
    const write = (value) => (value < 0 ? "-" : "") + yen + exact[data.unit].format(Math.abs(value));
    const sum = data.series[0].values.reduce((all, value) => all + value, 0);
    const labels = round && sum > 0
      ? data.labels.map((label, index) => `${label} ${share.format(data.series[0].values[index] / sum)}`)
      : data.labels;
    const datasets = data.series.map((series, index) => ({
      label: series.name,
      data: series.values,
      borderColor: round ? sheet : tones[index],
      backgroundColor: round ? tones : tones[index],
      borderWidth: round ? 2 : data.kind === "line" ? 2.5 : 0,
      borderDash: data.kind === "line" ? dashes[index % 3] : [],
      borderRadius: data.kind === "bar" ? 3 : 0,
      maxBarThickness: 36,
      pointRadius: 0,
      pointHitRadius: 16,
      tension: 0.25,
    }));
    const axis = { grid: { color: line }, border: { display: false }, ticks: { color: soft, maxRotation: 0, autoSkipPadding: 16 } };
    new Chart(canvas, {
      type: data.kind,
      data: { labels, datasets },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: false,
        interaction: { mode: round ? "nearest" : "index", intersect: round },
        cutout: "62%",
        scales: round ? {} : {
          x: { ...axis, grid: { display: false } },
          y: { ...axis, beginAtZero: true, ticks: { ...axis.ticks, maxTicksLimit: 6, callback: (value) => yen + compact.format(value) } },
        },
        plugins: {
          legend: {
            display: round || datasets.length > 1,
            position: round && canvas.parentElement.clientWidth > 440 ? "right" : "bottom",
            labels: {
              color: ink, boxHeight: 14, padding: 14,
              ...(data.kind === "line" ? { usePointStyle: true, pointStyle: "line", pointStyleWidth: 34 } : { boxWidth: 14 }),
            },
          },
          tooltip: {
            backgroundColor: ink, padding: 12, boxPadding: 6, cornerRadius: 8,
            callbacks: { label: (item) => ` ${round ? item.label : item.dataset.label}: ${write(item.raw)}` },
          },
        },
      },
    });
  }

  addEventListener("DOMContentLoaded", () => {
    Chart.defaults.font.family = token("--sans");
    Chart.defaults.font.size = 15;
    document.querySelectorAll("canvas[data-chart]").forEach(draw);
  });
})();
