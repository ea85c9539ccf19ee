"""What the live tests are made of: the real binary, its API, and wallboxes that are not ours."""
