//! What every generated client shares: sending requests, reading answers, errors, and the types models are made of.
