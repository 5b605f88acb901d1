#pragma once
// A stored value as people see it, and masked for those who may not see it.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/scope.hpp"
#include "pack/pack.hpp"
#include "store/store.hpp"

namespace diaodu::frame {

// The cell as plain text: "3500", "2020-03-06", "true"; null is empty.
std::string stored_text(const store::Column& column, size_t row);
// Of a stored text: a code gives its name, a month loses its day, a decimal its idle zeros. An
// area's code stays unless `area_names` has it.
std::string show_value(const pack::Pack& pack, const pack::ColumnDef& column,
                       std::string_view stored, bool chinese,
                       const std::map<std::string, std::string, std::less<>>& area_names = {});
// Personal columns are masked unless the scope states a purpose. `shown` is what people would see.
std::string masked(const pack::ColumnDef& column, std::string_view shown,
                   const access::Scope& scope);
// As above for a column of that register; one that the scope does not show at all is "*". Of a
// register with personal data the number that names a person in lists stays readable, unless what
// stands there is no such number: a name, or an identity number of 18 characters.
std::string masked(const pack::Register& register_, const pack::ColumnDef& column,
                   std::string_view shown, const access::Scope& scope);
// Names of areas with those of their ancestors ("四川省凉山彝族自治州木里藏族自治县"); codes
// unknown to table area are absent.
Result<std::map<std::string, std::string, std::less<>>> area_names(
    store::Session& session, const std::vector<std::string>& codes);

}  // namespace diaodu::frame
