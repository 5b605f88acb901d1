#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>

#include "parcel/child.hpp"
#include "sheet/sheet.hpp"

namespace diaodu::parcel {
namespace {

constexpr rlim_t kMebi = rlim_t{1} << 20;
constexpr rlim_t kDataMax = 1'536 * kMebi;       // private memory; mapped files do not count
constexpr rlim_t kAddressesMax = 8'192 * kMebi;  // a mapped file of 2 GiB among them
constexpr rlim_t kPartMax = 512 * kMebi;         // a memory file
constexpr rlim_t kCpuSeconds = 4 * 3'600;  // of a reader's whole life; the pool watches each file

bool limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  return setrlimit(resource, &both) == 0;
}

// What a parser does: its own memory, threads of its own, reading and writing what is open.
constexpr int kAllowed[] = {SCMP_SYS(read),
                            SCMP_SYS(pread64),
                            SCMP_SYS(write),
                            SCMP_SYS(writev),
                            SCMP_SYS(close),
                            SCMP_SYS(fstat),
                            SCMP_SYS(newfstatat),
                            SCMP_SYS(lseek),
                            SCMP_SYS(munmap),
                            SCMP_SYS(mremap),
                            SCMP_SYS(madvise),
                            SCMP_SYS(brk),
                            SCMP_SYS(futex),
                            SCMP_SYS(memfd_create),
                            SCMP_SYS(ftruncate),
                            SCMP_SYS(sendmsg),
                            SCMP_SYS(recvmsg),
                            SCMP_SYS(exit),
                            SCMP_SYS(exit_group),
                            SCMP_SYS(rt_sigprocmask),
                            SCMP_SYS(rt_sigreturn),
                            SCMP_SYS(rt_sigaction),
                            SCMP_SYS(set_robust_list),
                            SCMP_SYS(rseq),
                            SCMP_SYS(sched_yield),
                            SCMP_SYS(sched_getaffinity),
                            SCMP_SYS(clock_gettime),
                            SCMP_SYS(clock_nanosleep),
                            SCMP_SYS(getpid),
                            SCMP_SYS(gettid),
                            SCMP_SYS(getrandom),
                            SCMP_SYS(tgkill),
                            SCMP_SYS(sigaltstack),
                            SCMP_SYS(restart_syscall)};

bool filter_calls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool good = true;
  for (const int call : kAllowed) good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  // No memory becomes code.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                             SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
  // Threads, but no processes; clone3's flags cannot be seen, so libc is sent back to clone.
  good &= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
  good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
  // Asked by libraries, answered no: files, and the state of the system.
  for (const int call : {SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(access), SCMP_SYS(readlink),
                         SCMP_SYS(prlimit64), SCMP_SYS(sysinfo), SCMP_SYS(ioctl), SCMP_SYS(prctl)})
    good &= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0) == 0;
  good = good && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return good;
}

}  // namespace

bool enter_sandbox() {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || !limit(RLIMIT_CORE, 0)) return false;
  if (!kSandboxed) return true;
  return limit(RLIMIT_DATA, kDataMax) && limit(RLIMIT_AS, kAddressesMax) &&
         limit(RLIMIT_FSIZE, kPartMax) && limit(RLIMIT_CPU, kCpuSeconds) && filter_calls();
}

int enter_sandbox_with(int file, std::string_view& bytes) {
  constexpr int kNoFile = 3, kNoSandbox = 4;
  struct stat found {};
  if (::fstat(file, &found) != 0 || found.st_size <= 0) return kNoFile;
  const auto size = static_cast<size_t>(found.st_size);
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (mapped == MAP_FAILED) return kNoFile;
  bytes = {static_cast<const char*>(mapped), size};
  sheet::prepare_readers();
  return enter_sandbox() ? 0 : kNoSandbox;
}

}  // namespace diaodu::parcel
