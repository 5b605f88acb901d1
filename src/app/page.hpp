#pragma once
// A page of headings, paragraphs and tables, as HTML (one file that needs no other, to print and to
// search) or as Markdown. Whatever comes from elsewhere passes through text(), which escapes it.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace diaodu::app {

enum class Tongue { zh, en, both };

struct Markup {  // ready to stand on the page
  std::string raw;
  bool empty() const { return raw.empty(); }
};

class Page {
 public:
  virtual ~Page() = default;
  virtual Markup text(std::string_view plain) const = 0;
  virtual Markup code(std::string_view plain) const = 0;
  virtual Markup link(std::string_view anchor, const Markup& shown) const = 0;
  virtual Markup line_break() const = 0;
  virtual void heading(int level, std::string_view anchor, const Words& shown) = 0;  // 1 to 3
  virtual void paragraph(const Markup& shown) = 0;
  virtual void table(const std::vector<Words>& heads,
                     const std::vector<std::vector<Markup>>& rows) = 0;
  virtual std::string finish() = 0;

  // In the languages asked for, a line each; one where both say the same.
  Markup words(const Words& words) const;
  std::string plain(const Words& words) const;  // on one line, not escaped
  Markup joined(const std::vector<Markup>& parts, std::string_view plain_between) const;
  Markup lines(const std::vector<Markup>& parts) const;

 protected:
  explicit Page(Tongue tongue) : tongue_(tongue) {}
  Tongue tongue_;
};

std::unique_ptr<Page> html_page(const Words& title, Tongue tongue);
std::unique_ptr<Page> markdown_page(Tongue tongue);

}  // namespace diaodu::app
