// The style sheet of the HTML report.
#pragma once

#include <string_view>

namespace vilfredo::suite::detail {

inline constexpr std::string_view kHtmlStyle = R"css(
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6676;--paper:#fff;--tint:#f4f6f9;--line:#dbe1e8;
--link:#00528a;--good:#00684b;--bad:#a84300;--best:#e8f1f8;--warn:#fdf3dc}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ee;--soft:#a3aebd;--paper:#14181e;--tint:#1d232c;
--line:#343d4a;--link:#7cc0f0;--good:#4fd0a5;--bad:#ff9a5c;--best:#1c3346;--warn:#3a3017}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main,nav{max-width:1120px;margin:0 auto;padding:0 20px}
h1{font-size:1.9rem;line-height:1.2;margin:32px 0 4px}
h2{font-size:1.35rem;margin:44px 0 10px;padding-bottom:4px;border-bottom:1px solid var(--line)}
h3{font-size:1.08rem;margin:28px 0 6px}
p{margin:6px 0 10px}
a{color:var(--link)}
.meta,.note,figcaption{color:var(--soft);font-size:.89rem}
nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:10px 0;margin:14px 0 0;
border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
.verdict li{margin:8px 0}
.warning{background:var(--warn);border-radius:6px;padding:8px 12px;margin:10px 0;font-size:.93rem}
.scroll{overflow-x:auto;margin:10px 0}
table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{padding:5px 12px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left}
table.words th,table.words td{text-align:left;white-space:normal;overflow-wrap:anywhere;vertical-align:top}
thead th{border-bottom:2px solid var(--line);background:var(--tint)}
tbody th{font-weight:600}
tfoot th,tfoot td{color:var(--soft);font-weight:400;border-bottom:0}
td.best{background:var(--best);font-weight:700}
td .iqr{color:var(--soft);font-weight:400;font-size:.86em}
td .failed{display:block;color:var(--bad);font-weight:400;font-size:.82em}
.mark{display:inline-block;width:1.2em;text-align:center;font-weight:400;color:var(--soft)}
.mark.better{color:var(--good)}
.mark.worse{color:var(--bad)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:22px}
.figures .wide{grid-column:1/-1}
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto;background:#fff;border:1px solid var(--line);border-radius:8px}
figure.wide svg{max-height:1400px}
figcaption{margin-top:6px}
details{margin:8px 0}
summary{cursor:pointer;color:var(--link)}
pre{background:var(--tint);border:1px solid var(--line);border-radius:8px;padding:12px 14px;overflow-x:auto;
font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
footer{max-width:1120px;margin:48px auto 32px;padding:0 20px;color:var(--soft);font-size:.85rem}
@media print{nav,summary{display:none}body{font-size:11pt}h2,h3,figure{break-after:avoid}
figure,tr{break-inside:avoid}}
)css";

}  // namespace vilfredo::suite::detail
