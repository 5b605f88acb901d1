#include "app/page.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace diaodu::app {
namespace {

std::string escape_html(std::string_view plain) {
  std::string out;
  for (const char c : plain) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

constexpr std::string_view kHead = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" 
  content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<style>
body { font: 15px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  color: #1a1a1a; margin: 0 auto; max-width: 1200px; padding: 1em; }
h2 { border-bottom: 2px solid #b3261e; margin-top: 2em; } h3 { margin-bottom: .3em; }
table { border-collapse: collapse; width: 100%; margin: .5em 0 1em; }
th, td { border: 1px solid #ccc; padding: .25em .5em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #f3f3f3; }
code { font: 13px/1.4 "Noto Sans Mono", monospace; white-space: pre-wrap; }
a { color: #0b57d0; } #find { position: sticky; top: 0; background: #fff; padding: .5em 0; }
#find input { width: 100%; font: inherit; padding: .4em; box-sizing: border-box; }
@media print { #find { display: none; } h2 { break-before: page; } tr, h3 { break-inside: avoid; }
  h3 { break-after: avoid; } a { color: inherit; text-decoration: none; }
  thead { display: table-header-group; } }
</style>
)";

// Rows without the words sought are hidden, then tables and parts of which nothing is left.
constexpr std::string_view kScript = R"(<script>
document.querySelector('#find input').addEventListener('input', e => {
  const words = e.target.value.toLowerCase().split(/\s+/).filter(w => w);
  const has = text => words.every(w => text.toLowerCase().includes(w));
  for (const part of document.querySelectorAll('section')) {
    const whole = has(part.querySelector('h2, h3').textContent);
    let left = whole;
    for (const table of part.querySelectorAll(':scope > table')) {
      let shown = false;
      for (const row of table.tBodies[0].rows) {
        row.hidden = !whole && !has(row.textContent);
        shown ||= !row.hidden;
      }
      table.hidden = !shown;
      left ||= shown;
    }
    for (const line of part.querySelectorAll(':scope > p')) left ||= has(line.textContent);
    part.hidden = words.length > 0 && !left;
  }
});
</script>
)";

class HtmlPage final : public Page {
 public:
  HtmlPage(const Words& title, Tongue tongue) : Page(tongue) {
    out_ = "<!doctype html>\n<html lang=\"";
    out_ += tongue == Tongue::en ? "en" : "zh-CN";
    out_ += "\">\n<head>\n<title>" + escape_html(plain(title)) + "</title>\n";
    out_ += kHead;
    const std::string find = plain({"查找列名、规则、代码", "find a column, a rule, a code"});
    out_ += "</head>\n<body>\n<div id=\"find\"><input type=\"search\" placeholder=\"" +
            escape_html(find) + "\" aria-label=\"" + escape_html(find) + "\"></div>\n";
  }
  Markup text(std::string_view plain) const override { return {escape_html(plain)}; }
  Markup code(std::string_view plain) const override {
    if (plain.empty()) return {};
    return {"<code>" + escape_html(plain) + "</code>"};
  }
  Markup link(std::string_view anchor, const Markup& shown) const override {
    return {"<a href=\"#" + escape_html(anchor) + "\">" + shown.raw + "</a>"};
  }
  Markup line_break() const override { return {"<br>"}; }
  void heading(int level, std::string_view anchor, const Words& shown) override {
    if (level > 1) {
      end_section();
      out_ += "<section id=\"" + escape_html(anchor) + "\">";
      in_section_ = true;
    }
    const std::string tag = "h" + std::to_string(level);
    out_ += "<" + tag + ">" + escape_html(plain(shown)) + "</" + tag + ">\n";
  }
  void paragraph(const Markup& shown) override { out_ += "<p>" + shown.raw + "</p>\n"; }
  void table(const std::vector<Words>& heads,
             const std::vector<std::vector<Markup>>& rows) override {
    out_ += "<table><thead><tr>";
    for (const Words& head : heads) out_ += "<th>" + words(head).raw + "</th>";
    out_ += "</tr></thead><tbody>\n";
    for (const auto& row : rows) {
      out_ += "<tr>";
      for (const Markup& cell : row) out_ += "<td>" + cell.raw + "</td>";
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table>\n";
  }
  std::string finish() override {
    end_section();
    out_ += kScript;
    return std::move(out_) + "</body>\n</html>\n";
  }

 private:
  void end_section() {
    if (in_section_) out_ += "</section>\n";
    in_section_ = false;
  }
  std::string out_;
  bool in_section_ = false;
};

class MarkdownPage final : public Page {
 public:
  explicit MarkdownPage(Tongue tongue) : Page(tongue) {}
  Markup text(std::string_view plain) const override {
    std::string out;
    for (const char c : plain) {
      if (c == '\n')
        out += "<br>";
      else if (c == '<')
        out += "&lt;";
      else if (c == '&')
        out += "&amp;";
      else if (std::string_view("\\`*_[]|>#~!").find(c) != std::string_view::npos)
        out += std::string("\\") + c;
      else if (c != '\r')
        out += c;
    }
    return {out};
  }
  // In <code>, since a bar within backquotes would end the cell of a table.
  Markup code(std::string_view plain) const override {
    if (plain.empty()) return {};
    return {"<code>" + text(plain).raw + "</code>"};
  }
  Markup link(std::string_view anchor, const Markup& shown) const override {
    return {"[" + shown.raw + "](#" + std::string(anchor) + ")"};
  }
  Markup line_break() const override { return {"<br>"}; }
  void heading(int level, std::string_view anchor, const Words& shown) override {
    if (level > 1) out_ += "<a id=\"" + std::string(anchor) + "\"></a>\n\n";
    out_ += std::string(static_cast<size_t>(level), '#') + " " + text(plain(shown)).raw + "\n\n";
  }
  void paragraph(const Markup& shown) override { out_ += shown.raw + "\n\n"; }
  void table(const std::vector<Words>& heads,
             const std::vector<std::vector<Markup>>& rows) override {
    std::string rule = "\n|";
    out_ += "|";
    for (const Words& head : heads) {
      out_ += " " + words(head).raw + " |";
      rule += "---|";
    }
    out_ += rule + "\n";
    for (const auto& row : rows) {
      out_ += "|";
      for (const Markup& cell : row) out_ += " " + cell.raw + " |";
      out_ += "\n";
    }
    out_ += "\n";
  }
  std::string finish() override { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace

std::string Page::plain(const Words& words) const {
  if (tongue_ == Tongue::zh) return words.zh;
  if (tongue_ == Tongue::en) return words.en;
  if (words.zh == words.en || words.en.empty()) return words.zh;
  return words.zh.empty() ? words.en : words.zh + " · " + words.en;
}

Markup Page::words(const Words& words) const {
  if (tongue_ != Tongue::both || words.zh == words.en || words.zh.empty() || words.en.empty())
    return text(plain(words));
  return lines({text(words.zh), text(words.en)});
}

Markup Page::joined(const std::vector<Markup>& parts, std::string_view plain_between) const {
  const std::string between = text(plain_between).raw;
  Markup out;
  for (const Markup& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out.raw += between;
    out.raw += part.raw;
  }
  return out;
}

Markup Page::lines(const std::vector<Markup>& parts) const {
  Markup out;
  for (const Markup& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out.raw += line_break().raw;
    out.raw += part.raw;
  }
  return out;
}

std::unique_ptr<Page> html_page(const Words& title, Tongue tongue) {
  return std::make_unique<HtmlPage>(title, tongue);
}
std::unique_ptr<Page> markdown_page(Tongue tongue) {
  return std::make_unique<MarkdownPage>(tongue);
}

}  // namespace diaodu::app
