// Concurrency
