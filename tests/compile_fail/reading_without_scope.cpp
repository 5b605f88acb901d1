// CASE 0 compiles; each other CASE leaves the Scope out, or makes one by itself, and must not.
#include "figure/figure.hpp"
#include "finding/workbook.hpp"
#include "parcel/parcel.hpp"
#include "record/record.hpp"
#include "standing/standing.hpp"

namespace diaodu {

using Row = std::vector<std::string>;

void read(store::Session& session, const pack::Pack& pack, const access::Scope& scope) {
#if CASE == 0
  (void)parcel::find(session, scope, 1);
  (void)parcel::list(session, scope, "", {});
  (void)finding::list(session, pack, scope, {});
  (void)finding::count(session, scope, {1});
  (void)finding::write_workbook(session, pack, scope, {}, "");
  (void)record::list(session, pack, scope, {}, [](const Row&) { return true; });
  (void)record::history(session, pack, scope, "", "", 1);
  (void)record::changes(session, scope, {1});
  (void)figure::show(session, pack, scope, {});
  (void)figure::trace(session, pack, scope, 1);
  (void)standing::show(session, pack, scope, {});
#elif CASE == 1
  (void)parcel::find(session, 1);
#elif CASE == 2
  (void)parcel::list(session, "", {});
#elif CASE == 3
  (void)finding::list(session, pack, finding::Ask{});
#elif CASE == 4
  (void)finding::count(session, {1});
#elif CASE == 5
  (void)finding::write_workbook(session, pack, finding::Ask{}, "");
#elif CASE == 6
  (void)record::list(session, pack, record::Ask{}, [](const Row&) { return true; });
#elif CASE == 7
  (void)record::history(session, pack, "", "", 1);
#elif CASE == 8
  (void)record::changes(session, {1});
#elif CASE == 9
  (void)figure::show(session, pack, figure::Ask{});
#elif CASE == 10
  (void)figure::trace(session, pack, 1);
#elif CASE == 11
  (void)standing::show(session, pack, standing::Ask{});
#elif CASE == 12
  const access::Scope mine;
#elif CASE == 13
  const access::Scope mine{};
#elif CASE == 14
  const access::RoundScope mine{};
#elif CASE == 15
  (void)figure::show(session, pack, {}, figure::Ask{});
#endif
}

}  // namespace diaodu
