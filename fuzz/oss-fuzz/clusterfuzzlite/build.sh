#!/bin/bash -eu
# What ClusterFuzzLite runs to build the targets; belongs at .clusterfuzzlite/build.sh. All is done by OSS-Fuzz's script.
# SPDX-License-Identifier: BSL-1.0
exec "$SRC/firehose-sse/fuzz/oss-fuzz/build.sh" "$@"
