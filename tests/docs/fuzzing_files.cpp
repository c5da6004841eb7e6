// The files in fuzz/ that are made from the model: the dictionary, seeds of `generate` and of targets that take a body.
// Level: none (a test). Fails if one is stale, missing or not wanted, or README.md is wrong; --fix writes the files.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/dictionary.hpp"
#include "firehose_sse/fuzzing/near_valid.hpp"
#include "firehose_sse/fuzzing/policy_space.hpp"
#include "firehose_sse/fuzzing/valid.hpp"
#include "bodies.hpp"
#include "generate_plan.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace files = std::filesystem;
using namespace firehose_sse;
using what = generate::plan::what;

/// Bytes for one plan: those that choose, and enough to carry it out several times.
std::string seed_bytes(generate::plan const& wanted, std::mt19937& engine) {
    std::string bytes;
    for (std::size_t const each :
         {wanted.operation, wanted.options, static_cast<std::size_t>(wanted.makes), wanted.which}) {
        bytes += static_cast<char>(each);
    }
    for (int i = 0; i < 320; ++i) { bytes += static_cast<char>(engine() >> 24); }
    return bytes;
}

/// True where an operation can break the rule under these options.
bool can_break(generate::plan const& wanted) {
    bool can = false;
    boost::mp11::mp_with_index<generate::operations>(wanted.operation, [&](auto i) {
        using Op = boost::mp11::mp_at<operation::operations, decltype(i)>;
        fuzzing::byte_source none({});
        can = fuzzing::near_valid_of<Op>(generate::rule_of(wanted), none, generate::options_of(wanted)).has_value();
    });
    return can;
}

std::map<std::string, std::string> seeds() {
    std::mt19937 engine;
    std::map<std::string, std::string> all;
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>(
        [&](auto op) { names.emplace_back(decltype(op)::type::name); });
    auto const describe = static_cast<std::size_t>(std::ranges::find(names, "DescribeDeliveryStream") - names.begin());
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t const options = i % generate::option_sets;
        all["valid_" + names[i]] = seed_bytes({i, options, what::valid, 0}, engine);
        all["near_valid_" + names[i]] = seed_bytes({i, options == 0 ? std::size_t{2} : 0, what::near_valid, 0}, engine);
        for (std::size_t const other : {3U, 4U, 5U}) {
            all["near_valid_" + names[i] + "_" + std::to_string(other)] =
                seed_bytes({i, other, what::near_valid, 0}, engine);
        }
        all["mutate_" + names[i]] = seed_bytes({i, options, what::mutate, 0}, engine);
    }
    for (std::size_t i = 0; i < fuzzing::broken_rules.size(); ++i) {
        generate::plan wanted{0, 1, what::near_valid_of, i};
        while (wanted.operation < generate::operations && !can_break(wanted)) { ++wanted.operation; }
        if (wanted.operation == generate::operations) { // only answers have timestamps
            wanted = {describe, 1, what::near_valid_answer, i};
        }
        all["broken_" + std::string(fuzzing::name_of(fuzzing::broken_rules[i]))] = seed_bytes(wanted, engine);
    }
    std::size_t place = 0;
    for (auto const& each : reflect::enumerators<fuzzing::hostile_kind>) {
        std::size_t const op = place % generate::operations;
        all["hostile_" + std::string(each.name)] = seed_bytes({op, 0, what::hostile, place++}, engine);
    }
    for (std::size_t i = 0; i < names.size(); i += 4) {
        all["crossover_" + names[i]] = seed_bytes({i, i % generate::option_sets, what::crossover, 0}, engine);
        all["valid_answer_" + names[i]] = seed_bytes({i, i % generate::option_sets, what::valid_answer, 0}, engine);
    }
    for (auto const name : {"wrong_kind", "number_out_of_range", "required", "duplicate_member"}) {
        auto const rule = std::ranges::find(fuzzing::broken_rules, fuzzing::broken_rule_of(name));
        auto const which = static_cast<std::size_t>(rule - fuzzing::broken_rules.begin());
        all["near_valid_answer_" + std::string(name)] =
            seed_bytes({describe, 0, what::near_valid_answer, which}, engine);
    }
    return all;
}

/// A valid body of every request and answer, by its file's name.
std::map<std::string, std::string> bodies_of_every_type() {
    std::map<std::string, std::string> all;
    fuzzing::options rules = fuzzing::options::small();
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, bodies::types>>([&](auto each) {
        using type = typename decltype(each)::type;
        std::mt19937 engine;
        fuzzing::engine_source choices(engine);
        std::string largest;
        for (int i = 0; i < 20; ++i) { // the largest one shows most; it has a limit
            std::string made = fuzzing::valid_document<type>(choices, rules);
            if (made.size() > largest.size() && made.size() <= 1024) { largest = std::move(made); }
        }
        all["made_" + std::string(reflect::shape_name<type>) + ".json"] = bodies::meant_as<type>(std::move(largest));
    });
    return all;
}

/// The page's example scripts of one line, each with its target: a line is indented, and blanks end the script.
std::vector<std::pair<std::string, std::string>> examples(std::istream& page) {
    constexpr std::string_view heading = "## Scripts of `";
    std::vector<std::pair<std::string, std::string>> all;
    std::string target;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with(heading)) { target = line.substr(heading.size(), line.rfind('`') - heading.size()); }
        auto const end = line.find("      ", 4);
        if (target.empty() || !line.starts_with("    ") || end == line.npos) { continue; }
        all.emplace_back(target, line.substr(4, end - 4));
    }
    return all;
}

/// The values of a policy, as the last cells of a row.
template <class E> std::string cells() {
    std::string result = " |";
    for (auto const& each : reflect::enumerators<E>) { result += " `" + std::string(each.name) + "` |"; }
    return result;
}

/// The values of each policy that scripts can choose.
std::map<std::string, std::string> values_of_policies() {
    std::map<std::string, std::string> all{{"create_with_key", cells<encryption::create_with_key_answer>()}};
    for (auto const& each : reflect::enumerators<fuzzing::choice>) {
        operation::policy any;
        fuzzing::with_choice(each.value, any, [&]<class E>(E const&) { all[std::string(each.name)] = cells<E>(); });
    }
    return all;
}

/// Whether a cell of the page names this policy.
bool names_choice(std::string_view cell, std::string const& choice) {
    if (choice.starts_with("quota_") && cell == "`quota." + choice.substr(6) + "`") { return true; }
    return cell == '`' + choice + '`' || cell == "`encryption." + choice + "`";
}

/// Counts the rows of the table of policies that give a policy all of its values, in their order, and no other. Reports
/// the rows of policies that do not.
std::size_t right_rows(std::istream& page) {
    auto const all = values_of_policies();
    std::size_t right = 0;
    for (std::string line; std::getline(page, line);) {
        auto const second = line.find("| ", 1);
        auto const third = line.find(" |", second + 2);
        if (!line.starts_with("| ") || third == line.npos) { continue; }
        std::string_view const name = std::string_view(line).substr(second + 2, third - second - 2);
        for (auto const& [policy, values] : all) {
            if (!names_choice(name, policy)) { continue; }
            std::string_view const rest = std::string_view(line).substr(third);
            if (rest.starts_with(values) && rest.find('`', values.size()) == rest.npos) {
                ++right;
            } else {
                std::cerr << "the values of " << name << " are others\n";
            }
        }
    }
    return right;
}

std::string read(files::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

int main(int count, char** arguments) {
    bool const writes = count == 3 && std::string_view(arguments[2]) == "--fix";
    if (count != 2 && !writes) {
        std::cerr << "fuzzing_files FUZZ [--fix]\n";
        return 2;
    }
    files::path const fuzz = arguments[1];
    std::map<files::path, std::string> wanted{{fuzz / "firehose_sse.dict", fuzzing::dictionary()}};
    for (auto& [name, bytes] : seeds()) { wanted[fuzz / "corpus/generate" / name] = std::move(bytes); }
    constexpr std::string_view body_targets[] = {"decode", "round_trip", "json_differential", "validate", "diagnose"};
    for (auto const& target : body_targets) {
        for (auto const& [name, bytes] : bodies_of_every_type()) { wanted[fuzz / "corpus" / target / name] = bytes; }
    }

    bool good = true;
    for (auto const& [path, bytes] : wanted) {
        if (writes) { std::ofstream(path, std::ios::binary) << bytes; }
        if (read(path) == bytes) { continue; }
        std::cerr << path.string() << " is stale or missing\n";
        good = false;
    }
    for (auto const& each : files::recursive_directory_iterator(fuzz / "corpus")) {
        std::string const name = each.path().filename().string();
        bool made = name.starts_with("made_");
        if (each.path().parent_path().filename() == "generate") {
            made = name.starts_with("valid_") || name.starts_with("broken_") || name.starts_with("hostile_");
        }
        if (!made || wanted.contains(each.path())) { continue; }
        std::cerr << each.path().string() << " is no seed that is made\n";
        good = false;
    }
    std::ifstream page(fuzz / "README.md");
    auto const shown = examples(page);
    for (auto const& each : shown) {
        bool const is_seed =
            std::ranges::any_of(files::directory_iterator(fuzz / "corpus" / each.first), [&](auto const& file) {
                std::string const seed = read(file.path());
                return seed == each.second || seed == each.second + '\n';
            });
        if (is_seed) { continue; }
        std::cerr << "no seed of " << each.first << " is the example: " << each.second << '\n';
        good = false;
    }
    page.clear();
    page.seekg(0);
    constexpr std::size_t rows = 21; // twenty-four rows, of which three have no named values
    good = right_rows(page) == rows && shown.size() >= 2 && good;
    if (!good) { std::cerr << "fuzzing_files " << fuzz.string() << " --fix\n"; }
    return good ? 0 : 1;
}
