#include "store/postgres_store.hpp"

#include "store/errors.hpp"
namespace diaodu::store {
Result<std::unique_ptr<Store>> open_postgres(const OpenOptions&) {
  return cannot_connect_error("not built yet");
}
}  // namespace diaodu::store
