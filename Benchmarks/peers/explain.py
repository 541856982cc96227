"""The shortest honest script for a Grad-CAM overlay: explain.py PHOTO WEIGHTS OVERLAY."""

import sys

import numpy
import torchvision_on_cpu  # noqa: F401  beside a CPU torch only
from PIL import Image
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.image import show_cam_on_image
from safetensors.torch import load_file
from torchvision import models, transforms

photo, weights, overlay = sys.argv[1:]
model = models.resnet18()
model.load_state_dict(load_file(weights))
model.eval()
crop = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224)])(Image.open(photo).convert("RGB"))
normalise = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
x = normalise(transforms.functional.to_tensor(crop)).unsqueeze(0)
with GradCAM(model=model, target_layers=[model.layer4]) as method:
    map = method(input_tensor=x, targets=None)[0]
Image.fromarray(show_cam_on_image(numpy.float32(crop) / 255, map, use_rgb=True)).save(overlay)
