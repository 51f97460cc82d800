"""Checks of the way back: each of its layers sees mistakes that the others cannot see.

- `steps`: torch's autograd goes back through every cell from the very numbers that ours read;
- `links`: what arrives at a cell is what was sent to it, stated a second time;
- `sums`: the gradients of the weights grow by what each block of steps adds, recorded and summed;
- `windows`: a few steps by the real `nn.LSTM` under autograd;
- `readouts`: dy and what the readout lays on h, by torch's loss and Linear.
"""
