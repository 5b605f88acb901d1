#pragma once
// Rows of table audit and their hashes. Internal to access/.
#include "access/audit.hpp"
#include "base/hash.hpp"

namespace diaodu::access {

std::string hash_of(const AuditRow& row);
std::string id_hash(const HashKey& key, const std::string& id);  // 16 hexadecimal digits
// The entry as a row, without number, time and hashes; ids hashed.
AuditRow row_of(const AuditEntry& entry, const HashKey& key);
store::Batch empty_audit();
void add_to(store::Batch& batch, const AuditRow& row);

}  // namespace diaodu::access
