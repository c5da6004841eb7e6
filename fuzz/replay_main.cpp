// Runs a fuzz target over files and folders with any compiler: replay [--verbose] PATH...
// Level: none (a driver). Knows the fuzzing entry point and nothing of the library.
// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <dirent.h>
#include <exception>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
// Present only in a build with a sanitizer, which ends the program without a signal of ours.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());

namespace {

// What a dying program can still say: set before each input, read by the handlers below.
char const* volatile current_input = "";
unsigned volatile passed_so_far = 0;

// Only calls that are safe in a signal handler.
void say(std::string_view text) noexcept {
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, text.data(), text.size());
}

void report_death() {
    char digits[16];
    auto const end = std::to_chars(digits, digits + sizeof digits, passed_so_far).ptr;
    say("stopped by ");
    say(current_input);
    say("\n");
    say({digits, static_cast<std::size_t>(end - digits)});
    say(" passed, 1 failed\n");
}

extern "C" void on_signal(int signal) {
    report_death();
    std::raise(signal); // SA_RESETHAND has put the default action back
}

void report_deaths() {
    std::vector<int> signals{SIGABRT};
    if (__sanitizer_set_death_callback != nullptr) {
        __sanitizer_set_death_callback(report_death); // and leave the sanitizer its own signals: it has more to say
    } else {
        signals.insert(signals.end(), {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP});
    }
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    for (int const signal : signals) { sigaction(signal, &action, nullptr); }
}

// Only plain system calls: MSan takes memory for unwritten when a library that was not built with it has written it.

// False when a path is absent or a folder holds no file: a corpus that has gone astray must not pass.
bool collect(std::string const& path, std::vector<std::string>& inputs) {
    struct stat what {};
    if (::stat(path.c_str(), &what) != 0) { return false; }
    if (!S_ISDIR(what.st_mode)) {
        inputs.push_back(path);
        return true;
    }
    DIR* const folder = ::opendir(path.c_str());
    if (folder == nullptr) { return false; }
    auto const before = inputs.size();
    bool complete = true;
    while (dirent const* const entry = ::readdir(folder)) {
        std::string_view const name = entry->d_name;
        if (name == "." || name == "..") { continue; }
        bool const is_folder = entry->d_type == DT_DIR;
        bool const found = collect(path + '/' + entry->d_name, inputs);
        complete = complete && (found || is_folder); // one of several folders may be empty
    }
    ::closedir(folder);
    return complete && inputs.size() > before;
}

std::optional<std::string> read(std::string const& name) {
    int const file = ::open(name.c_str(), O_RDONLY);
    if (file < 0) { return std::nullopt; }
    std::string bytes;
    char buffer[16384];
    ssize_t count = 0;
    while ((count = ::read(file, buffer, sizeof buffer)) > 0) { bytes.append(buffer, static_cast<std::size_t>(count)); }
    ::close(file);
    return count == 0 ? std::optional(std::move(bytes)) : std::nullopt;
}

bool run(std::string const& name) {
    auto const bytes = read(name);
    if (!bytes) {
        std::fprintf(stderr, "cannot read %s\n", name.c_str());
        return false;
    }
    // A heap block of exactly this size, so that a sanitizer sees one byte too far: a string's slack would hide it.
    auto const exact = std::make_unique<std::uint8_t[]>(bytes->size());
    std::copy(bytes->begin(), bytes->end(), exact.get());
    try {
        int const answer = LLVMFuzzerTestOneInput(exact.get(), bytes->size());
        if (answer == 0 || answer == -1) { // -1: not worth keeping in a corpus, says the engine's contract
            return true;
        }
        std::fprintf(stderr, "%s: the target answered %d\n", name.c_str(), answer);
    } catch (std::exception const& thrown) {
        std::fprintf(stderr, "%s: the target threw %s\n", name.c_str(), thrown.what());
    } catch (...) { std::fprintf(stderr, "%s: the target threw\n", name.c_str()); }
    return false;
}

} // namespace

int main(int argc, char** argv) {
    bool verbose = false;
    bool complete = true;
    std::vector<std::string> inputs;
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument = argv[i];
        if (argument == "--verbose") {
            verbose = true;
        } else if (!collect(std::string(argument), inputs)) {
            std::fprintf(stderr, "no input in %s\n", argv[i]);
            complete = false;
        }
    }
    if (inputs.empty() || !complete) {
        std::fprintf(stderr, "usage: %s [--verbose] FILE-OR-FOLDER...  (each with at least one input)\n", argv[0]);
        return 2;
    }
    std::sort(inputs.begin(), inputs.end());

    report_deaths();
    unsigned failed = 0;
    for (auto const& name : inputs) {
        current_input = name.c_str();
        if (verbose) { std::fprintf(stderr, "%s\n", name.c_str()); }
        if (run(name)) {
            passed_so_far = passed_so_far + 1;
        } else {
            ++failed;
        }
    }
    std::printf("%u passed, %u failed\n", static_cast<unsigned>(passed_so_far), failed);
    return failed == 0 ? 0 : 1;
}
