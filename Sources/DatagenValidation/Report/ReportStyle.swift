/// The style sheet of the HTML report: light and dark, narrow and wide, and on paper.
enum ReportStyle {
  static let sheet: HTML = """
    :root {
      color-scheme: light dark;
      --text: #1c1e21; --quiet: #5d646d; --page: #ffffff; --card: #f5f6f8; --line: #d9dde2;
      --good: #17693a; --doubtful: #8a5200; --bad: #b3261e;
      --good-tint: #e6f4ea; --doubtful-tint: #fdf1dc; --bad-tint: #fce8e6;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --text: #e4e6ea; --quiet: #9aa3ad; --page: #15181c; --card: #1e2227; --line: #363c44;
        --good: #7fd09b; --doubtful: #f0b65a; --bad: #ff8f85;
        --good-tint: #17301f; --doubtful-tint: #35280f; --bad-tint: #3d1c1a;
      }
    }
    * { box-sizing: border-box; }
    body {
      max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; color: var(--text); background: var(--page);
      font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
    }
    h1, h2, h3, p, ul, dl, dd { margin: 0; }
    h1 { font-size: 1.6rem; line-height: 1.25; }
    h2 { font-size: 1.15rem; margin: 2rem 0 0.6rem; }
    h3 { font-size: 1rem; }
    code, pre { font: 0.9em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    code { unicode-bidi: isolate; }
    header {
      display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0.5rem 2rem;
      padding: 1rem 1.25rem; border: 1px solid var(--tone); border-left-width: 0.4rem; border-radius: 0.5rem;
      background: var(--tint);
    }
    header p { color: var(--tone); font-weight: 600; }
    header .score { white-space: nowrap; font-weight: 400; }
    .score strong { font-size: 2.2rem; line-height: 1; font-variant-numeric: tabular-nums; }
    .good { --tone: var(--good); --tint: var(--good-tint); }
    .doubtful { --tone: var(--doubtful); --tint: var(--doubtful-tint); }
    .bad { --tone: var(--bad); --tint: var(--bad-tint); }
    dl { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin-top: 1.25rem; }
    dt { color: var(--quiet); font-size: 0.85rem; }
    article {
      padding: 0.75rem 1rem; margin-bottom: 0.75rem; border-left: 0.25rem solid var(--bad); border-radius: 0.25rem;
      background: var(--card); break-inside: avoid;
    }
    article .fault { color: var(--bad); font-weight: 600; }
    pre {
      margin: 0.5rem 0 0; padding: 0.6rem 0.75rem; border: 1px solid var(--line); border-radius: 0.25rem;
      background: var(--page); white-space: pre-wrap;
    }
    .warnings { padding: 0.6rem 1rem 0.6rem 2.2rem; border-radius: 0.25rem; background: var(--doubtful-tint); }
    table { width: 100%; border-collapse: collapse; }
    th { text-align: left; color: var(--quiet); font-size: 0.85rem; font-weight: 400; }
    th, td { padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
    th:last-child, td:last-child { padding-right: 0; text-align: right; }
    tr { break-inside: avoid; }
    .badge {
      padding: 0.05rem 0.6rem; border-radius: 1rem; color: var(--tone); background: var(--tint); font-size: 0.85rem;
      white-space: nowrap;
    }
    summary { cursor: pointer; }
    article summary { color: var(--quiet); }
    article ul { padding-left: 1.2rem; }
    .table { border: 1px solid var(--line); border-radius: 0.25rem; margin-bottom: -1px; padding: 0 1rem 0 1.75rem; }
    .table summary {
      display: grid; grid-template-columns: minmax(0, 1fr) auto 13rem; gap: 0 1.5rem; align-items: baseline;
      padding: 0.5rem 0;
    }
    .table summary::before { content: "+"; position: absolute; margin-left: -1.1rem; color: var(--quiet); }
    .table[open] summary::before { content: "−"; }
    .table summary span { text-align: right; font-variant-numeric: tabular-nums; }
    .table summary span:last-child { color: var(--tone); }
    .table table { margin-bottom: 0.75rem; font-size: 0.9rem; }
    @media (max-width: 40rem) {
      .table summary { grid-template-columns: 1fr auto; }
      .table summary span:last-child { grid-column: 1 / -1; text-align: left; }
      .targets thead { position: absolute; clip-path: inset(50%); }
      .targets tr { display: block; padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
      .targets td { display: block; padding: 0; border: 0; text-align: left; }
      .targets td[data-label]::before { content: attr(data-label) " "; color: var(--quiet); }
      .targets td:last-child { text-align: left; margin-top: 0.25rem; }
    }
    @media print {
      :root {
        color-scheme: light;
        --text: #000; --quiet: #444; --page: #fff; --card: #fff; --line: #bbb;
        --good: #17693a; --doubtful: #8a5200; --bad: #b3261e;
        --good-tint: #fff; --doubtful-tint: #fff; --bad-tint: #fff;
      }
      body { max-width: none; padding: 0; font-size: 10pt; }
      h2 { break-after: avoid; }
      article, .warnings { border: 1px solid var(--line); }
      .table summary::before { content: none; }
    }
    """
}
