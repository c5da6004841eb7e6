# The verbs of ./dev fuzz: which packages and which build each needs. Sourced by dev, whose functions it uses; what a
# verb does once everything is built stands in the scripts beside this file.
# SPDX-License-Identifier: BSL-1.0

fuzz_help() {
    cat <<'END_OF_HELP'
./dev fuzz [target...] [seconds]     libFuzzer with ASan and UBSan; 60 seconds a target unless told otherwise
./dev fuzz coverage [--committed]    replay all inputs and say which lines and branches of include/ they reach; with
                                     --committed those of the repository alone, without what runs have found here
./dev fuzz afl target [seconds]      the same with AFL++
./dev fuzz msan [--committed] [target...]
                                     replay all inputs under MSan: reads of what was never written
./dev fuzz valgrind [--committed] [target...]
                                     the same under valgrind, with g++'s code
./dev fuzz planted [--seconds N] [bug...]
                                     plant the bugs of fuzz/planted.json in a copy and count what it takes to find each
./dev fuzz oss-fuzz [target...]      imitate OSS-Fuzz and ClusterFuzzLite and check what fuzz/oss-fuzz/ builds for them
./dev fuzz figures [--record]        the table of fuzz/README.md, of the runs in fuzz/runs.tsv and here; adds those of here
                                     to the file
./dev fuzz minimise target...        add to fuzz/corpus/ the few inputs of build/found/ that reach new code
END_OF_HELP
}

# fuzz_build PRESET [TARGET...]: the programs of these targets, or of all.
fuzz_build() {
    local preset=$1 target programs=()
    shift
    for target; do
        [[ $target != *_main && -e fuzz/$target.cpp ]] ||
            { complain "there is no fuzz target $target; there are: $(fuzz_targets)" && exit 2; }
        programs+=("fuzz_$target")
    done
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset" ${programs[0]:+--target "${programs[@]}"} >&2
}

# some_seconds VERB NUMBER: to the engines 0 means for ever.
some_seconds() {
    [[ $2 =~ ^0*[1-9][0-9]*$ ]] || { complain "$1: so many seconds are none: $2" && exit 2; }
}

fuzz_targets() {
    rig tree.py
}

# rig SCRIPT ARGUMENT...
rig() {
    /usr/bin/python3 -B "fuzz/rig/$@"
}

fuzz_run() {
    local seconds=60 targets=()
    if (($#)) && [[ ${!#} =~ ^[0-9]+$ ]]; then
        seconds=${!#}
        set -- "${@:1:$#-1}"
    fi
    some_seconds fuzz "$seconds"
    fuzz_build fuzz "$@"
    (($#)) && targets=("$@") || read -r -a targets <<<"$(fuzz_targets)"
    rig campaign.py "$seconds" "${targets[@]}"
}

fuzz_coverage() {
    fuzz_build coverage
    rig coverage.py "$@"
}

fuzz_afl() {
    (($# == 1 || $# == 2)) || { complain "fuzz afl: name a target, and perhaps seconds" && exit 2; }
    some_seconds 'fuzz afl' "${2:-60}"
    fuzz_build afl "$1"
    rig afl.py "${2:-60}" "$1"
}

# fuzz_replay PRESET [--committed] [TARGET...] [-- WRAPPER...]
fuzz_replay() {
    local preset=$1 argument targets=()
    shift
    for argument; do
        [[ $argument != -- ]] || break
        [[ $argument == --committed ]] || targets+=("$argument")
    done
    fuzz_build "$preset" "${targets[@]}"
    rig replay.py "$preset" "$@"
}

fuzz_msan() {
    fuzz_replay msan "$@"
}

fuzz_valgrind() {
    fuzz_replay valgrind "$@" -- valgrind --quiet --error-exitcode=1 --exit-on-first-error=no --leak-check=full
}

fuzz_oss_fuzz() {
    rig oss_fuzz.py "$@"
}

fuzz_figures() {
    rig figures.py "$@"
}

fuzz_planted() {
    rig planted.py "$@"
}

fuzz_minimise() {
    (($#)) || { complain "fuzz minimise: name a target" && exit 2; }
    fuzz_build coverage "$@"
    rig minimise.py "$@"
}

fuzz_verb() {
    local verb=run packages=(python3 cmake ninja-build libboost1.81-dev "${rival_packages[@]}" "${sanitizer_packages[@]}")
    case ${1:-} in
        help) fuzz_help && return ;;
        coverage | figures | minimise | msan) verb=$1 && shift ;;
        planted) verb=$1 packages+=(g++) && shift ;;
        # Debian's afl++ compiles with clang 14, whose sanitizers it only recommends.
        afl) verb=$1 packages+=(afl++ libclang-rt-14-dev) && shift ;;
        oss-fuzz) verb=oss_fuzz packages+=(afl++ zip) && shift ;;
        valgrind) verb=$1 packages+=(g++ valgrind) && shift ;;
    esac
    need "${packages[@]}"
    prepare
    "fuzz_$verb" "$@"
}
