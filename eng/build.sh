# Shared by ./oxbow and ./test: how this repository is built. Expects $root, the folder of the repository.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

# Ends with a clear word when there is no SDK that can build Oxbow.
require_sdk() {
    if ! command -v dotnet >/dev/null 2>&1; then
        echo "oxbow: the .NET 10 SDK is needed, but there is no dotnet on the PATH: https://dotnet.microsoft.com/download" >&2
        exit 1
    fi
    if ! dotnet --list-sdks | grep -q '^10\.'; then
        echo "oxbow: the .NET 10 SDK is needed, but 'dotnet --list-sdks' shows none: https://dotnet.microsoft.com/download" >&2
        exit 1
    fi
}

# Installs what tests of wrong clocks need, where that can be done; without it they are skipped, and counted as such.
install_test_tools() {
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && ! dpkg -s libfaketime >/dev/null 2>&1; then
        { apt-get update && apt-get install --yes --no-install-recommends faketime; } >"$root/artifacts/apt.log" 2>&1 \
            || echo "test: faketime cannot be installed: tests of wrong clocks are skipped" >&2
    fi
}

# From here to release_build_lock one build runs at a time in this folder.
take_build_lock() {
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/build.lock"
    if command -v flock >/dev/null 2>&1; then
        flock 9
    fi
}

release_build_lock() {
    exec 9>&-
}

# Builds one project or solution for release. Leaves no build server behind and passes the lock to none.
build() {
    (cd "$root" && dotnet build "$1" --configuration Release --verbosity quiet --nologo --disable-build-servers \
        -consoleLoggerParameters:NoSummary 9>&-)
}
