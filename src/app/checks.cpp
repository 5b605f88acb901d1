#include "app/checks.hpp"

#include <boost/json.hpp>

#include "app/shape.hpp"

namespace diaodu::app {

void Checks::add(Check check) {
  out_.line({(check.good ? "正常  " : "有误  ") + check.name.zh + "：" + check.found.zh,
             (check.good ? "good   " : "WRONG  ") + check.name.en + ": " + check.found.en});
  if (!check.good && !check.to_do.empty()) {
    out_.line({"      处理：" + check.to_do.zh, "       to do: " + check.to_do.en});
  }
  all_good_ = all_good_ && check.good;
  checks_.push_back(std::move(check));
}

boost::json::array Checks::items() const {
  boost::json::array items;
  for (const Check& check : checks_) {
    items.push_back(boost::json::object{
        {"check", check.id},
        {"good", check.good},
        {"found", shape(check.found)},
        {"to_do", check.good ? boost::json::value() : boost::json::value(shape(check.to_do))}});
  }
  return items;
}

}  // namespace diaodu::app
