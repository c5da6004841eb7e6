#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite ask: build.sh [TARGET...]; all but the canary unless told.
# From the environment: CXX, CXXFLAGS, LIB_FUZZING_ENGINE (any engine), SRC, WORK; what is made goes to OUT.
# SPDX-License-Identifier: BSL-1.0 OR Apache-2.0
# Under either licence; for the second, which OSS-Fuzz asks for, see http://www.apache.org/licenses/LICENSE-2.0.
source_tree=${FIREHOSE_SSE_SOURCE:-$SRC/firehose-sse}
build=$WORK/firehose-sse
jobs=$(nproc)

if (($#)); then
    targets=("$@")
else
    targets=()
    for file in "$source_tree"/fuzz/*.cpp; do
        name=$(basename "$file" .cpp)
        case $name in
            *_main | canary) ;; # drivers, and the target that must fail
            *) targets+=("$name") ;;
        esac
    done
fi

# Boost.JSON from its headers, so that the engine sees inside it. The programs that some targets compare with are shared
# libraries, which the machines that run the targets have not: those targets do without.
cmake -S "$source_tree" -B "$build" -G Ninja \
    -DCMAKE_BUILD_TYPE=None \
    -DCMAKE_CXX_COMPILER="$CXX" \
    -DCMAKE_CXX_FLAGS="$CXXFLAGS" \
    -DFIREHOSE_SSE_FUZZING_ENGINE="$LIB_FUZZING_ENGINE" \
    -DFIREHOSE_SSE_JSON_FROM_SOURCE=ON \
    -DFIREHOSE_SSE_BUILD_TESTS=OFF \
    -DFIREHOSE_SSE_BUILD_EXAMPLES=OFF \
    -DFIREHOSE_SSE_INSTALL=OFF \
    -DFIREHOSE_SSE_WERROR=OFF \
    -Dfirehose_sse_SIMDJSON=NO \
    -Dfirehose_sse_PCRE2=NO
cmake --build "$build" --parallel "$jobs" --target "${targets[@]/#/fuzz_}"

cp "$source_tree/fuzz/firehose_sse.dict" "$OUT/"
for target in "${targets[@]}"; do
    cp "$build/fuzz/fuzz_$target" "$OUT/"
    printf '[libfuzzer]\ndict = firehose_sse.dict\n' >"$OUT/fuzz_$target.options"

    # Named by their content, as engines name theirs.
    seeds=$WORK/seeds/$target
    rm -rf "$seeds"
    mkdir -p "$seeds"
    find "$source_tree/fuzz/corpus/$target" "$source_tree/fuzz/regression/$target" -type f -print0 2>/dev/null |
        while IFS= read -r -d '' file; do
            cp "$file" "$seeds/$(sha1sum <"$file" | cut -d ' ' -f 1)"
        done
    rm -f "$OUT/fuzz_${target}_seed_corpus.zip"
    (cd "$seeds" && zip -q -r "$OUT/fuzz_${target}_seed_corpus.zip" .)
done
