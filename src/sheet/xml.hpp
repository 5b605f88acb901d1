#pragma once
// expat behind a small face: local names of the namespaces a workbook uses, DOCTYPE refused, depth
// and the length of a tag limited.
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sheet/part_stream.hpp"

namespace diaodu::sheet {

class XmlAttributes {
 public:
  explicit XmlAttributes(const char** list) : list_(list) {}
  // By local name without a namespace, or "id" of the relationships namespace as "r:id"; "" when
  // absent.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  const char* find(std::string_view name) const;
  const char** list_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  // Names outside the namespaces of a workbook are given as "?". False: stop reading.
  virtual bool start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual bool end(std::string_view) { return true; }
  virtual void text(std::string_view) {}
};

// True: read to the end; false: the handler stopped it.
Result<bool> read_xml(PartStream& part, XmlHandler& handler);

}  // namespace diaodu::sheet
