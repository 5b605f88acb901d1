#include "parcel/job.hpp"

#include "base/check.hpp"
#include "pack/types.hpp"

namespace diaodu::parcel {

using store::Type;

store::Batch patch_batch(const pack::Register& register_) {
  store::Batch batch;
  batch.columns = {{"parcel", Type::int64},     {"sheet", Type::int32},    {"row_no", Type::int32},
                   {"dist_county", Type::text}, {"key_hash", Type::int64}, {"touched", Type::int64},
                   {"erased", Type::int64},     {"wave", Type::int32}};
  CHECK(batch.columns.size() == kPatchColumns, "patch columns");
  for (const pack::ColumnDef& column : register_.columns) {
    const pack::ColumnType* type = pack::find_type(column.type);
    CHECK(type != nullptr, "a pack was loaded with a type that does not exist");
    batch.columns.emplace_back(column.name, type->stored(), column.scale);
  }
  return batch;
}

store::Batch failure_batch() {
  store::Batch batch;
  batch.columns = {{"register", Type::text},  {"parcel", Type::int64},     {"sheet", Type::int32},
                   {"row_no", Type::int32},   {"column_name", Type::text}, {"rule", Type::text},
                   {"grade", Type::text},     {"dist_county", Type::text}, {"area", Type::text},
                   {"key_hash", Type::int64}, {"show_id", Type::text},     {"shown", Type::text},
                   {"params", Type::text},    {"other_area", Type::text}};
  return batch;
}

store::Batch form_batch() {
  store::Batch batch;
  batch.columns = {{"parcel", Type::int64},   {"sheet", Type::int32},
                   {"row_no", Type::int32},   {"dist_county", Type::text},
                   {"key_hash", Type::int64}, {"round", Type::int64},
                   {"show_id", Type::text},   {"show_name", Type::text},
                   {"last_four", Type::text}, {"place", Type::text}};
  return batch;
}

void add_rows(store::Batch& to, const store::Batch& from) {
  CHECK(to.columns.size() == from.columns.size(), "batches of different columns");
  for (size_t i = 0; i < to.columns.size(); ++i) {
    store::Column& a = to.columns[i];
    const store::Column& b = from.columns[i];
    CHECK(a.type() == b.type(), "batches of different columns");
    a.valid().insert(a.valid().end(), b.valid().begin(), b.valid().end());
    if (a.type() != Type::text) {
      a.numbers().insert(a.numbers().end(), b.numbers().begin(), b.numbers().end());
      continue;
    }
    const uint64_t start = a.bytes().size();
    a.bytes().append(b.bytes());
    for (size_t row = 1; row < b.text_ends().size(); ++row)
      a.text_ends().push_back(start + b.text_ends()[row]);
  }
}

void cut_column(store::Column& column, size_t rows) {
  if (column.size() <= rows) return;
  column.valid().resize(rows);
  if (column.type() == Type::text) {
    column.text_ends().resize(rows + 1);
    column.bytes().resize(column.text_ends().back());
  } else {
    column.numbers().resize(rows);
  }
}

void cut_rows(store::Batch& batch, size_t rows) {
  for (store::Column& column : batch.columns) cut_column(column, rows);
}

void pad_column(store::Column& column, size_t rows) {
  if (column.size() >= rows) return;
  column.valid().resize(rows, 0);
  if (column.type() == Type::text)
    column.text_ends().resize(rows + 1, column.bytes().size());
  else
    column.numbers().resize(rows, 0);
}

}  // namespace diaodu::parcel
