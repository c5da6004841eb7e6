// Any bytes as the URL of a Redis server, as a key, a command and an error: what is read is written and read again as
// the same, and no two keys share a name. Level: none (a fuzz target). Input: the text itself. By hand: ./dev fuzz
// redis_text 60, or as fuzz/decode.cpp says. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/redis_key.hpp"
#include "firehose_sse/integration/redis_protocol.hpp"
#include "firehose_sse/integration/redis_url.hpp"
#include "require.hpp"
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;
using namespace firehose_sse::integration;

constexpr std::size_t largest_input = 512;

// ---- URLs

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
        constexpr std::string_view digits = "0123456789abcdef";
        auto const byte = static_cast<unsigned char>(c);
        if (plain) {
            out += c;
        } else {
            out.append({'%', digits[byte / 16], digits[byte % 16]});
        }
    }
    return out;
}

std::string url_of(redis_address const& to) {
    std::string const login = to.password.empty() ? "" : escaped(to.user) + ':' + escaped(to.password) + '@';
    if (!to.socket.empty()) { return "unix://" + login + escaped(to.socket) + "?db=" + std::to_string(to.database); }
    bool const bracketed = to.host.find(':') != to.host.npos || to.host.find('%') != to.host.npos;
    return "redis://" + login + (bracketed ? '[' + to.host + ']' : to.host) + ':' + std::to_string(to.port) + '/' +
           std::to_string(to.database);
}

void check_url(std::string_view text) {
    auto const read = read_redis_url(text);
    if (!read) {
        require(!to_text(read.error()).empty(), "there is a sentence for every fault");
        require(throws(read), "and whoever asks for the address all the same gets an exception");
        return;
    }
    require(text.starts_with("redis://") || text.starts_with("unix://"), "other schemes are refused");
    require(!read->host.empty() && read->port != 0, "there is somewhere to connect to");
    require(read->socket.empty() || (read->socket.starts_with('/') && read->socket.size() <= 107),
            "a socket's path is absolute and short enough");
    require(read->user.empty() || !read->password.empty(), "nobody logs in without a password");
    for (auto const* const part : {&read->host, &read->user, &read->password, &read->socket}) {
        require(part->find('\0') == part->npos, "nothing ends early for those who read until a NUL");
    }
    std::string const url = url_of(*read);
    auto const again = read_redis_url(url);
    require(again && *again == *read, "an address is written and read as the same");
}

// ---- keys

/// The key that is stored under a name.
std::string key_of(std::string_view name, std::string_view prefix) {
    name.remove_prefix(redis_key(prefix, "x").size() - 3);
    require(name.starts_with('{') && name.ends_with('}'), "a key stands in braces");
    name = name.substr(1, name.size() - 2);
    require(!name.empty() && name.find('}') == name.npos, "with no brace in it that would end it early");
    if (name == "%") { return {}; }
    std::string key;
    for (; !name.empty(); name.remove_prefix(1)) {
        if (name.starts_with('%')) {
            require(name.starts_with("%25") || name.starts_with("%7D"), "two characters are written otherwise");
            key += name[1] == '2' ? '%' : '}';
            name.remove_prefix(2);
        } else {
            key += name.front();
        }
    }
    return key;
}

/// The remainder of a division of polynomials, bit by bit over the whole text.
std::uint16_t slot_of(std::string_view text) {
    std::uint32_t remainder = 0;
    for (std::size_t bit = 0; bit < text.size() * 8 + 16; ++bit) {
        bool const in_text = bit < text.size() * 8;
        auto const next = in_text ? static_cast<unsigned char>(text[bit / 8]) >> (7 - bit % 8) & 1 : 0;
        remainder = remainder << 1 | static_cast<std::uint32_t>(next);
        if ((remainder & 0x1'0000) != 0) { remainder ^= 0x1'1021; }
    }
    return static_cast<std::uint16_t>(remainder % cluster_slots);
}

void check_key(std::string_view prefix, std::string_view key) {
    std::string const name = redis_key(prefix, key);
    require(key_of(name, prefix) == key, "no two keys share a name");
    auto const inside = name.substr(name.find('{') + 1, name.size() - name.find('{') - 2);
    require(name.find('}', name.find('{')) == name.size() - 1, "behind the first brace only the last closes");
    require(hash_slot(name) == slot_of(inside), "a name's slot is that of its key");
    require(hash_slot(redis_key("other{", key)) == hash_slot(name), "whatever the prefix");
    require(hash_slot(key) < cluster_slots, "a slot is one of a cluster's");
}

// ---- commands and errors

void check_command(redis_command const& command) {
    std::string text;
    append_command(text, command);
    std::string_view rest = text;
    auto const length = [&](char mark) {
        require(rest.starts_with(mark), "a length has its mark");
        auto const end = rest.find("\r\n");
        require(end != rest.npos, "and its end");
        auto const count = std::stoul(std::string(rest.substr(1, end - 1)));
        rest.remove_prefix(end + 2);
        return count;
    };
    require(length('*') == command.size(), "a command says how many parts it has");
    for (auto const& each : command) {
        auto const size = length('$');
        require(size == each.size() && rest.substr(0, size) == each && rest.substr(size, 2) == "\r\n",
                "and each how long it is");
        rest.remove_prefix(size + 2);
    }
    require(rest.empty(), "and nothing else");
}

void check_error(std::string_view text) {
    auto const meaning = error_of(text);
    require(meaning != quota::store_error::outcome_unknown && meaning != quota::store_error::contended &&
                meaning != quota::store_error::too_slow && meaning != quota::store_error::corrupt_cell,
            "an error says nothing of what only a store can know");
    if (!text.starts_with("EXECABORT ")) {
        require(error_of("EXECABORT Transaction discarded because of: " + std::string(text)) == meaning,
                "a transaction that was given up means what its reason means");
    }
    if (meaning == quota::store_error::refused) { return; }
    auto const word = text.substr(0, text.find(' '));
    require(word == "ERR" || word == "EXECABORT" || error_of(word) == meaning, "the first word decides");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_url(text);
    std::size_t const middle = text.size() / 2;
    check_key(text.substr(0, middle), text.substr(middle));
    check_key({}, text);
    check_command({std::string(text.substr(0, middle)), std::string(text.substr(middle)), ""});
    check_error(text);
    return 0;
}
