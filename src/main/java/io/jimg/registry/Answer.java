package io.jimg.registry;

/// What became of a request that was answered.
sealed interface Answer<T> {

  record Accepted<T>(T value) implements Answer<T> {}

  record Refused<T>(Refusal refusal) implements Answer<T> {}
}
