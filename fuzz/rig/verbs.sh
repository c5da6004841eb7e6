# The verbs of ./dev fuzz: which packages and which build each needs. Sourced by dev, whose functions it uses; what a
# verb does once everything is built stands in the scripts beside this file.
# SPDX-License-Identifier: BSL-1.0

fuzz_help() {
    cat <<'END_OF_HELP'
./dev fuzz [target...] [seconds]     libFuzzer with ASan and UBSan; 60 seconds a target unless told otherwise
./dev fuzz coverage [--committed]    replay all inputs and say which lines and branches of include/ they reach; with
                                     --committed those of the repository alone, without what runs have found here
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
    fuzz_build fuzz "$@"
    (($#)) && targets=("$@") || read -r -a targets <<<"$(fuzz_targets)"
    rig campaign.py "$seconds" "${targets[@]}"
}

fuzz_coverage() {
    fuzz_build coverage
    rig coverage.py "$@"
}

fuzz_minimise() {
    (($#)) || { complain "fuzz minimise: name a target" && exit 2; }
    fuzz_build minimise "$@"
    rig minimise.py "$@"
}

fuzz_verb() {
    local verb=run packages=(python3 cmake ninja-build libboost1.81-dev "${rival_packages[@]}" "${sanitizer_packages[@]}")
    case ${1:-} in
        help) fuzz_help && return ;;
        coverage | minimise) verb=$1 && shift ;;
    esac
    need "${packages[@]}"
    prepare
    "fuzz_$verb" "$@"
}
