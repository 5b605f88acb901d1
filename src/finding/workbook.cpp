#include "finding/workbook.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "base/area_code.hpp"
#include "finding/form.hpp"
#include "frame/show_value.hpp"
#include "sheet/zip.hpp"

namespace diaodu::finding {

namespace {

constexpr int64_t kChunkRows = 20'000;  // read at a time
constexpr size_t kChunkPlaces = 400;

// Calls `take` with the first and last place of each chunk; places that share the first `digits`
// stay together.
template <typename Take>
Result<void> in_chunks(const std::vector<Place>& places, size_t digits, const Take& take) {
  for (size_t first = 0; first < places.size();) {
    int64_t rows = places[first].rows;
    size_t last = first;
    for (size_t next = first + 1; next < places.size(); ++next) {
      const bool is_same =
          places[next].area.substr(0, digits) == places[last].area.substr(0, digits);
      if (!is_same && (rows + places[next].rows > kChunkRows || next - first >= kChunkPlaces))
        break;
      rows += places[next].rows;
      last = next;
    }
    TRY(take(places[first].area, places[last].area));
    first = last + 1;
  }
  return {};
}

Result<Written> write_all(FormReader& reader, const pack::Pack& pack, const FormPlan& plan,
                          const std::string& path) {
  TRY_ASSIGN(FormBook book, FormBook::create(path, pack, plan, plan.area_name));
  Written written{1, 0};
  TRY(in_chunks(plan.places, 0,
                [&](const std::string& first, const std::string& last) -> Result<void> {
                  for (size_t i = 0; i < plan.sheets.size(); ++i) {
                    TRY_ASSIGN(const auto rows, reader.rows(plan, plan.sheets[i], first, last));
                    book.add(i, rows);
                    written.rows += static_cast<int64_t>(rows.size());
                  }
                  return {};
                }));
  if (plan.sheets.empty() || !plan.sheets.front().is_template) {
    TRY_ASSIGN(const auto refused, reader.refused());
    book.add_refused(refused);
    written.rows += static_cast<int64_t>(refused.size());
  }
  TRY(book.close());
  return written;
}

// One workbook of a dispatch: its rows by sheet.
struct Job {
  std::string area, path;
  std::string name;  // of the place
  std::vector<std::span<const FormRow>> rows;
};

Result<void> write_job(const pack::Pack& pack, const FormPlan& plan, const Job& job) {
  TRY_ASSIGN(FormBook book, FormBook::create(job.path, pack, plan, job.name));
  for (size_t i = 0; i < job.rows.size(); ++i) book.add(i, job.rows[i]);
  return book.close();
}

Result<void> write_jobs(const pack::Pack& pack, const FormPlan& plan, const std::vector<Job>& jobs,
                        int threads) {
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::optional<Error> failed;
  const auto work = [&] {
    for (size_t at = next++; at < jobs.size(); at = next++) {
      Result<void> done = write_job(pack, plan, jobs[at]);
      if (done.ok()) continue;
      const std::lock_guard lock(mutex);
      failed = std::move(done).error();
      next = jobs.size();
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& one : others) one.join();
  if (failed) return *failed;
  return {};
}

std::string file_name(const std::string& name, const std::string& area) {
  std::string out = name + "-" + area + ".xlsx";
  for (char& c : out)
    if (c == '/' || c == '\\' || c == ':' || c == '\0') c = '_';
  return out;
}

// Writes the workbooks of one dispatch, chunk after chunk.
class Dispatch {
 public:
  Dispatch(store::Session& session, const pack::Pack& pack, FormReader& reader,
           const FormPlan& plan, const ZipAsk& how)
      : session_(session), pack_(pack), reader_(reader), plan_(plan), how_(how) {}

  Result<void> run() {
    return in_chunks(
        plan_.places, static_cast<size_t>(how_.by),
        [&](const std::string& first, const std::string& last) { return chunk(first, last); });
  }
  Result<void> add_refused() {
    TRY_ASSIGN(const auto refused, reader_.refused());
    if (refused.empty()) return {};
    FormPlan none = plan_;
    none.sheets.clear();
    const std::string path = path_of("refused");
    TRY_ASSIGN(FormBook book, FormBook::create(path, pack_, none, plan_.area_name));
    book.add_refused(refused);
    TRY(book.close());
    packed.push_back({file_name("退回的行", plan_.area_name), path});
    written.rows += static_cast<int64_t>(refused.size());
    return {};
  }
  std::vector<sheet::Packed> packed;
  Written written;

 private:
  std::string path_of(const std::string& area) const {
    return (std::filesystem::path(how_.folder) / (area + ".xlsx")).string();
  }
  std::string part(const std::string& area) const {
    return area.substr(0, static_cast<size_t>(how_.by));
  }
  Result<void> chunk(const std::string& first, const std::string& last) {
    std::vector<std::vector<FormRow>> rows;
    std::map<std::string, Job> jobs;
    for (const FormSheet& sheet : plan_.sheets) {
      TRY_ASSIGN(std::vector<FormRow> some, reader_.rows(plan_, sheet, first, last));
      rows.push_back(std::move(some));
    }
    std::vector<std::string> codes;
    for (size_t i = 0; i < rows.size(); ++i) {
      for (size_t from = 0; from < rows[i].size();) {
        const std::string area = part(rows[i][from].area);
        size_t to = from;
        while (to < rows[i].size() && part(rows[i][to].area) == area) ++to;
        Job& job = jobs[area];
        job.area = area;
        job.rows.resize(plan_.sheets.size());
        job.rows[i] = std::span(rows[i]).subspan(from, to - from);
        written.rows += static_cast<int64_t>(to - from);
        codes.push_back(area);
        from = to;
      }
    }
    TRY_ASSIGN(const auto names, frame::area_names(session_, codes));
    std::vector<Job> list;
    for (auto& [area, job] : jobs) {
      const auto name = names.find(area);
      job.name = name == names.end() ? area : name->second;
      job.path = path_of(area);
      packed.push_back({file_name(job.name, area), job.path});
      list.push_back(std::move(job));
    }
    return write_jobs(pack_, plan_, list, how_.threads);
  }

  store::Session& session_;
  const pack::Pack& pack_;
  FormReader& reader_;
  const FormPlan& plan_;
  const ZipAsk& how_;
};

}  // namespace

Result<Written> write_workbook(store::Session& session, const pack::Pack& pack,
                               const access::Scope& scope, const Ask& ask,
                               const std::string& path) {
  FormReader reader(session, pack, scope, ask);
  TRY_ASSIGN(const FormPlan plan, reader.plan());
  return write_all(reader, pack, plan, path);
}

Result<Written> write_template(store::Session& session, const pack::Pack& pack,
                               const access::Scope& scope, const Ask& ask,
                               const std::string& path) {
  FormReader reader(session, pack, scope, ask);
  TRY_ASSIGN(const FormPlan plan, reader.plan_template(ask.register_id));
  return write_all(reader, pack, plan, path);
}

Result<Written> write_zip(store::Session& session, const pack::Pack& pack,
                          const access::Scope& scope, const Ask& ask, const ZipAsk& how,
                          const std::string& path) {
  FormReader reader(session, pack, scope, ask);
  TRY_ASSIGN(const FormPlan plan, reader.plan());
  Dispatch dispatch(session, pack, reader, plan, how);
  TRY(dispatch.run());
  TRY(dispatch.add_refused());
  TRY(sheet::write_zip(path, dispatch.packed, how.password));
  dispatch.written.files = static_cast<int64_t>(dispatch.packed.size());
  return dispatch.written;
}

}  // namespace diaodu::finding
