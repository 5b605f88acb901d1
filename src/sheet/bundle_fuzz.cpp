// Any bytes as a zip of files: names that are told are text, and no more comes out than may.
#include <cstdlib>

#include "sheet/bundle.hpp"
#include "sheet/encoding.hpp"

using namespace diaodu::sheet;

namespace {

class Check : public BundleSink {
 public:
  bool file(const std::string& name) override {
    look(name);
    return ++files_ <= kBundleFilesMax;
  }
  bool bytes(std::string_view piece) override {
    bytes_ += piece.size();
    if (bytes_ > Limits{}.inflated_bytes_max) std::abort();
    return bytes_ < (64 << 20);
  }
  void end(const std::optional<diaodu::Error>&) override {}
  void left_out(const std::string& name) override { look(name); }

 private:
  void look(const std::string& name) {
    if (name.empty() || whole_characters(name) != name.size() || name.find('\0') != name.npos)
      std::abort();
  }
  uint64_t files_ = 0, bytes_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Check check;
  (void)read_bundle({reinterpret_cast<const char*>(data), size}, check);
  return 0;
}
