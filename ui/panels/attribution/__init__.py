"""Attribution: what each timestep of the input has contributed to the loss or to a number."""
