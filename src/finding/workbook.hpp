#pragma once
// Workbooks that go out to a place and come back (docs/forms.md): 补正表, which asks for the empty
// and the wrong cells of its records, and templates, which hold the records to be brought up to
// date. Made from record_<register>, finding, parcel. What comes back is read by parcel/ by the
// words and marks of frame/form.hpp. Personal cells are masked as everywhere; a number that
// identifies a person stands in full only where it is itself in question, and a purpose is stated.
#include <string>

#include "finding/finding.hpp"

namespace diaodu::finding {

struct Written {
  int64_t files = 0, rows = 0;  // rows: records asked about, and rows that were refused
};
// The empty and wrong cells of the records under ask.area that the scope shows from their home
// side; of ask, register_id, rule, column, grade and parcel narrow it.
Result<Written> write_workbook(store::Session& session, const pack::Pack& pack,
                               const access::Scope& scope, const Ask& ask, const std::string& path);
// One workbook for each village (or township) into one archive; with a password encrypted. `folder`
// is for the workbooks meanwhile. Memory does not grow with the number of places.
struct ZipAsk {
  Level by = Level::village;
  std::string password, folder;
  int threads = 2;
};
Result<Written> write_zip(store::Session& session, const pack::Pack& pack,
                          const access::Scope& scope, const Ask& ask, const ZipAsk& how,
                          const std::string& path);
// The columns of ask.register_id with the living records under ask.area, to be changed and sent
// back.
Result<Written> write_template(store::Session& session, const pack::Pack& pack,
                               const access::Scope& scope, const Ask& ask, const std::string& path);
// The findings themselves, one a row, to be read: as they stood at the end of ask.day.
Result<int64_t> write_list(store::Session& session, const pack::Pack& pack,
                           const access::Scope& scope, const Ask& ask, const std::string& path);

}  // namespace diaodu::finding
