"""One module for each scenario, with a function `measure` that takes a bench and yields figures as it has them."""
