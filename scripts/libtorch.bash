# shellcheck shell=bash
# Gets LibTorch into the user's cache, and tells a usable LibTorch from something else. Sourced by scripts/setup.

libtorch_series=2.13
libtorch_release=2.13.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rationale
machine=$(uname -m)
case $(uname -s) in Darwin) system=macos shared=dylib ;; *) system=linux shared=so ;; esac

# Parts of the wheel that only Python, LibTorch's own tests or static linking need.
unneeded='*/libtorch_python* */libshm* */libtorch_global_deps* */libbackend_with_compiler* */libaoti_custom_ops* *_test.* *.a'
# Of a CUDA build only the part for the CPU is unpacked: the rest needs three more gigabytes of libraries.
unneeded_cuda='*/libtorch_cuda* */libc10_cuda* */libtorch_nvshmem* */libcaffe2_nvrtc* */libtorch.so'

# The release a LibTorch folder is of, by its headers: 2.13.0.
libtorch_version() {
    awk '/#define TORCH_VERSION_(MAJOR|MINOR|PATCH) / { version = version dot $3; dot = "." } END { print version }' \
        "$1/include/torch/headeronly/version.h" 2>/dev/null
}

# What keeps a folder from being the LibTorch that is needed; nothing when it is.
libtorch_problem() {
    local part version
    for part in "lib/libtorch_cpu.$shared" "lib/libc10.$shared" include/ATen/core/dispatch/Dispatcher.h \
        include/torch/headeronly/version.h; do
        [ -f "$1/$part" ] || { echo "$part is missing."; return; }
    done
    version=$(libtorch_version "$1")
    case $version in "$libtorch_series".*) ;; *) echo "it is version $version." ;; esac
}

# The libraries to link. A CUDA build registers its kernels when libtorch_cuda is loaded, although no symbol of it is used.
libtorch_link_flags() {
    if [ -f "$1/lib/libtorch_cuda.$shared" ]; then
        echo "-Wl,--no-as-needed -ltorch -ltorch_cuda -lc10_cuda -ltorch_cpu -lc10"
    elif [ -f "$1/lib/libtorch.$shared" ]; then
        echo "-ltorch -ltorch_cpu -lc10"
    else
        echo "-ltorch_cpu -lc10"
    fi
}

# The folder in the cache, a build for the CPU before one for CUDA; nothing when there is none. A folder is renamed to its
# name when it is complete, so to exist is to be usable.
cached_libtorch() {
    local folder
    for folder in "$cache/libtorch-$libtorch_series".*-cpu-"$machine" "$cache/libtorch-$libtorch_series".*-"$machine"; do
        if [ -d "$folder" ] && [ -z "$(libtorch_problem "$folder")" ]; then echo "$folder"; return; fi
    done
}

# Sets `libtorch` to a folder in the cache, fetched by the first way that works.
fetch_libtorch() {
    mkdir -p "$cache" || fail "Cannot make the folder $cache"
    lock_cache
    libtorch=$(cached_libtorch)
    [ -z "$libtorch" ] || return 0
    rm -rf "$cache"/unfinished.*
    staging=$(mktemp -d "$cache/unfinished.XXXXXX") || fail "Cannot write to $cache"
    trap 'rm -rf "$staging"' EXIT
    trap 'exit 130' INT
    find_tools
    reasons=()
    fetch_cpu_wheel || fetch_cpu_archive || fetch_cuda_wheel || fail "LibTorch $libtorch_release could not be fetched:" \
        "${reasons[@]}" "Mend one of these, or set LIBTORCH to a LibTorch $libtorch_series that is already on this machine."
    move_into_cache
}

# Two set-ups at once would fetch twice and delete each other's unfinished work. Released when the process ends.
lock_cache() {
    command -v flock >/dev/null || return 0
    exec 9>"$cache/lock"
    flock -n 9 || { say "Waiting for another set-up to finish"; flock 9; }
}

# Sets `python` to one that has pip. Which version it is does not matter: no Python code is run or installed.
find_tools() {
    local missing=()
    command -v unzip >/dev/null || missing+=(unzip)
    for python in python3 /usr/bin/python3 ""; do
        [ -n "$python" ] && "$python" -m pip --version >/dev/null 2>&1 && break
    done
    if [ -z "$python" ]; then
        python=/usr/bin/python3
        ! command -v apt-get >/dev/null || missing+=(python3-pip)
    fi
    [ ${#missing[@]} = 0 ] || require_packages "${missing[@]}"
}

fetch_cpu_wheel() {
    local requirement="torch==$libtorch_release+cpu"
    [ $system = linux ] || requirement="torch==$libtorch_series.*"
    say "Asking pip for $requirement"
    pip_download "$requirement" --no-deps && unpack "$staging"/torch-*.whl torch
}

fetch_cpu_archive() {
    local archive="libtorch-shared-with-deps-$libtorch_release+cpu.zip"
    [ "$system-$machine" = linux-x86_64 ] || { reasons+=("- There is no official archive for $system on $machine."); return 1; }
    command -v curl >/dev/null || { reasons+=("- curl is not here to fetch the official archive."); return 1; }
    say "Fetching the official archive $archive"
    if ! curl --fail --silent --show-error --location --proto '=https' --connect-timeout 20 --retry 2 \
        --output "$staging/$archive" "https://download.pytorch.org/libtorch/cpu/${archive/+/%2B}" 2>"$staging/log"; then
        reasons+=("- The official archive: $(tail -n 1 "$staging/log")")
        return 1
    fi
    unpack "$staging/$archive" libtorch
}

# The build that pip offers everybody needs CUDA. Its part for the CPU runs without a GPU, with two of CUDA's libraries.
fetch_cuda_wheel() {
    local requirement="torch==$libtorch_series.*" toolkit
    say "Asking pip for $requirement, a build for CUDA"
    pip_download "$requirement" --no-deps || return
    toolkit=$(unzip -p "$staging"/torch-*.whl '*.dist-info/METADATA' |
        sed -n 's/^Requires-Dist: cuda-toolkit\[.*\]==\([0-9.]*\).*/cuda-toolkit[cudart,cupti]==\1/p')
    unpack "$staging"/torch-*.whl torch "$unneeded_cuda" || return
    [ -z "$toolkit" ] || { pip_download "$toolkit" && unpack_cuda_runtime; }
}

# pip_download REQUIREMENT [OPTION…]: the wheels for this system, whichever Python is installed, into the staging folder.
pip_download() {
    "$python" -m pip download --quiet --disable-pip-version-check --no-cache-dir --retries 2 --only-binary=:all: \
        --python-version 3.11 --dest "$staging" "$@" >"$staging/log" 2>&1 && return
    reasons+=("- pip download $1: $(grep -E 'ERROR|No module' "$staging/log" | tail -n 1)")
    return 1
}

# unpack ARCHIVE FOLDER [EXCLUDED]: the libraries and headers under FOLDER in the archive, as staging/FOLDER.
unpack() {
    verify "$1"
    say "Unpacking $(basename "$1")"
    local excluded
    read -r -a excluded <<<"$unneeded ${3:-}"
    unzip -q -o "$1" "$2/lib/*" "$2/include/*" -x "${excluded[@]}" -d "$staging" 2>"$staging/log" ||
        fail "$(basename "$1") could not be unpacked into $cache: $(grep -v '^caution' "$staging/log" | tail -n 1)"
    flavour=$(unzip -p "$1" "$2/version.py" "$2/build-version" 2>/dev/null |
        sed -n "s/^[^0-9]*${libtorch_series}[.0-9]*+\([a-z0-9]*\).*/\1/p" | head -n 1)
    unpacked=$staging/$2
    rm "$1"
}

unpack_cuda_runtime() {
    local wheel
    for wheel in "$staging"/nvidia_cuda_*.whl; do
        verify "$wheel"
        unzip -q -o -j "$wheel" 'nvidia/*/lib/libcudart.so.*' 'nvidia/*/lib/libcupti.so.*' -d "$unpacked/lib" 2>/dev/null
    done
    ls "$unpacked"/lib/libcudart.so.* "$unpacked"/lib/libcupti.so.* >/dev/null ||
        fail "The CUDA wheels hold no libcudart or libcupti where they are expected."
}

# Stops at a file that is not the one whose sum is committed.
verify() {
    local name expected found
    name=$(basename "$1")
    expected=$(awk -v name="$name" '$2 == name { print $1 }' "${checkout:?}/scripts/libtorch.sha256")
    found=$(checksum "$1")
    [ -n "$expected" ] || { say "No sum is committed for $name; its source's own check has to do. Its SHA-256 is $found"; return 0; }
    [ "$expected" = "$found" ] || fail "$name is not the file it should be: its SHA-256 is" "  $found" "and should be" "  $expected" \
        "Nothing of it was used. If you trust another LibTorch $libtorch_series, set LIBTORCH to its folder."
}

checksum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1; }

move_into_cache() {
    local problem
    problem=$(libtorch_problem "$unpacked")
    [ -z "$problem" ] || fail "What was fetched is not LibTorch $libtorch_series: $problem"
    libtorch=$cache/libtorch-$(libtorch_version "$unpacked")-${flavour:-cpu}-$machine
    rm -rf "$libtorch"
    mv "$unpacked" "$libtorch" || fail "Cannot write $libtorch"
}
