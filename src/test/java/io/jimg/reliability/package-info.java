/// What a store survives: kills, power loss, crowds and hard limits, by real commands
/// (docs/reliability.md).
@NullMarked
package io.jimg.reliability;

import org.jspecify.annotations.NullMarked;
