package io.jimg.output.info;

/// The computer that jimg runs on. Texts are empty, and the memory 0, where that is not known.
///
/// @param kernel the release of the kernel, as `uname -r` has it
/// @param system the operating system's own name for itself
/// @param systemVersion the number in that name
/// @param hardware as `uname -m` has it: `x86_64`, not `amd64`
/// @param processors how many this process may run on, whatever a control group leaves of them
/// @param memory all of it, in bytes, whatever a control group leaves of it
/// @param name the host's
public record Machine(
    String kernel,
    String system,
    String systemVersion,
    String hardware,
    int processors,
    long memory,
    String name) {}
