// Feeds a fuzz target with random inputs, looking at nothing it does: fuzz_… SEED SECONDS [SEED-INPUT...]
// Level: none (a driver), the measure of what an engine's feedback is worth. Ends when the target does.
// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

constexpr std::size_t longest = 4096;
std::uint64_t volatile runs = 0;

extern "C" void on_signal(int signal) {
    char text[64] = "stopped after ";
    auto const end = std::to_chars(text + 14, text + sizeof text, runs).ptr;
    std::string_view const rest = " runs\n";
    [[maybe_unused]] auto written = ::write(STDOUT_FILENO, text, static_cast<std::size_t>(end - text));
    written = ::write(STDOUT_FILENO, rest.data(), rest.size());
    std::raise(signal); // SA_RESETHAND has put the default action back
}

class generator {
public:
    generator(std::uint32_t seed, std::vector<std::string> inputs) : engine_(seed), inputs_(std::move(inputs)) {}

    /// Bytes of any length, or a seed input with a few changes; one change in four brings a piece of another.
    std::string next() {
        if (inputs_.empty() || below(8) == 0) { return noise(below(128)); }
        std::string made = any_input();
        for (std::size_t changes = 1 + below(8); changes != 0; --changes) { change(made); }
        made.resize(std::min(made.size(), longest));
        return made;
    }

private:
    std::size_t below(std::size_t bound) { return engine_() % bound; }
    std::string const& any_input() { return inputs_[below(inputs_.size())]; }

    std::string noise(std::size_t size) {
        std::string made(size, '\0');
        for (char& each : made) { each = static_cast<char>(below(256)); }
        return made;
    }

    void change(std::string& text) {
        std::size_t const at = below(text.size() + 1);
        std::size_t const some = 1 + below(8);
        switch (below(8)) {
        case 0:
        case 1:
            if (at < text.size()) { text[at] = static_cast<char>(text[at] ^ 1 << below(8)); }
            break;
        case 2:
        case 3:
            if (at < text.size()) { text[at] = static_cast<char>(below(256)); }
            break;
        case 4: text.erase(at, some); break;
        case 5: text.insert(at, noise(some)); break;
        default: {
            std::string const& other = any_input();
            text.insert(at, other.substr(below(other.size() + 1), below(32)));
            break;
        }
        }
    }

    std::mt19937 engine_;
    std::vector<std::string> inputs_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: %s SEED SECONDS [SEED-INPUT...]\n", argv[0]);
        return 2;
    }
    std::vector<std::string> inputs;
    for (int i = 3; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    for (int const signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) { sigaction(signal, &action, nullptr); }

    generator inputs_of(static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10)), std::move(inputs));
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(std::strtol(argv[2], nullptr, 10));
    while (std::chrono::steady_clock::now() < end) {
        std::string const input = inputs_of.next();
        runs = runs + 1;
        LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(input.data()), input.size());
    }
    std::printf("nothing found in %llu runs\n", static_cast<unsigned long long>(runs));
    return 0;
}
